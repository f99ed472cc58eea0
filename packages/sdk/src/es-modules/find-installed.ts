import { hookedPackageNames } from './traced-resolution.ts';

// Not imported: see `runtime.ts`.
const { existsSync } = process.getBuiltinModule('node:fs');
const path = process.getBuiltinModule('node:path');

/** Whether a package to hook is installed where the app, or what it runs in, would find it. */
export function findInstalled(): boolean {
  const starts = [process.cwd(), ...(process.argv[1] ? [path.dirname(process.argv[1])] : [])];
  return listFolders(starts).some((folder) => hasHookedPackage(path.join(folder, 'node_modules')));
}

/** The folders and all above them. */
function listFolders(starts: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const start of starts) {
    for (let folder = start; !folders.has(folder); folder = path.dirname(folder)) folders.add(folder);
  }
  return [...folders];
}

/** pnpm keeps what others depend on in a folder of its own. */
function hasHookedPackage(modules: string): boolean {
  return [modules, path.join(modules, '.pnpm/node_modules')].some((folder) =>
    hookedPackageNames.some((name) => existsSync(path.join(folder, name))),
  );
}

// Not imported: see `runtime.ts`.
const { existsSync } = process.getBuiltinModule('node:fs');
const path = process.getBuiltinModule('node:path');
const { pathToFileURL } = process.getBuiltinModule('node:url');

const extensions = ['.js', '.mjs', '.cjs'];

/**
 * Loads a handler as Lambda names it, such as `src/app.handler`, from the function's folder. Throws when there is no
 * such file or no such function in it.
 */
export async function loadLambdaHandler(name: string, taskRoot: string): Promise<unknown> {
  const file = path.basename(name);
  const dot = file.indexOf('.');
  const location = path.resolve(taskRoot, path.dirname(name), file.slice(0, dot));
  const found = extensions
    .map((extension) => location + extension)
    .find((candidate) => existsSync(candidate));
  if (dot < 1 || !found)
    throw new Error(
      `[outcrop] cannot find the handler ${name} in ${taskRoot}: check the function's handler setting.`,
    );
  const module = (await import(pathToFileURL(found).href)) as { default?: unknown };
  const keys = file.slice(dot + 1).split('.');
  const handler = pick(module, keys) ?? pick(module.default, keys);
  if (typeof handler !== 'function')
    throw new Error(
      `[outcrop] ${found} exports no function ${keys.join('.')}: check the function's handler setting.`,
    );
  return handler;
}

function pick(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce((part, key) => (part as Record<string, unknown> | null | undefined)?.[key], value);
}

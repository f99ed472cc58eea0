import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const gzipAsync = promisify(gzip);

export interface PageFile {
  contentType: string;
  content: Buffer;
  /** Absent where compression gains nothing. */
  gzipped?: Buffer;
  /** Its name holds a hash of its content, so it never changes. */
  isImmutable: boolean;
}

/** By path from the page's root, such as `index.html` or `assets/index-BxT3k1.js`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = /^(text\/|application\/json|image\/svg)/;

/** Reads the whole built page. No file outside it can be asked for later, because only this map is looked at. */
export async function readPageFiles(directory: string): Promise<PageFiles> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      paths.map(async (path): Promise<[string, PageFile]> => {
        const name = relative(directory, path).split(sep).join('/');
        return [name, await readPageFile(path, name)];
      }),
    ),
  );
}

async function readPageFile(path: string, name: string): Promise<PageFile> {
  const content = await readFile(path);
  const contentType = contentTypes[extname(path)] ?? 'application/octet-stream';
  return {
    contentType,
    content,
    ...(compressible.test(contentType) && { gzipped: await gzipAsync(content) }),
    isImmutable: name.startsWith('assets/'),
  };
}

import { createSpanId } from '../tracer/random-id.ts';

/** A claim that old was left by a process that died: another may take it. */
const staleAfterMs = 10 * 60_000;
/** When it was written, spans inside, a random name, and when somebody claimed it; times in milliseconds. */
const filePattern = /^\d{15}-(\d+)-[0-9a-f]{16}\.jsonl(?:\.(\d+)\.claim)?$/;
const temporaryPattern = /^(\d{15})-.*\.tmp$/;

export interface SpanSpoolOptions {
  directory: string;
  maxBytes: number;
  overflow: 'drop-oldest' | 'drop-newest';
}

/** A file that this process alone is sending. */
export interface SpoolClaim {
  /** One span each. */
  lines: string[];
  file: string;
}

interface SpoolFile {
  name: string;
  spanCount: number;
  claimedAt: number | undefined;
  byteLength: number;
}

/**
 * A directory of spans that could not be sent, one file a batch, readable by this user only. Any number of processes may
 * share it: a file appears whole by a rename and is claimed by a rename. Methods throw what the file system throws.
 */
export class SpanSpool {
  readonly #options: SpanSpoolOptions;
  readonly #claimed = new Set<string>();

  constructor(options: SpanSpoolOptions) {
    this.#options = options;
  }

  /** Returns how many spans were dropped, of these or of older ones, to stay within `maxBytes`. */
  write(lines: readonly string[]): number {
    const { directory, maxBytes, overflow } = this.#options;
    const { fs, path } = loadModules();
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
    const text = lines.join('\n');
    const room = maxBytes - Buffer.byteLength(text);
    const files = this.#list();
    const used = files.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (room < 0 || (overflow === 'drop-newest' && used > room)) return lines.length;
    const dropped = this.#makeRoom(files, used - room);
    const name = `${String(Date.now()).padStart(15, '0')}-${lines.length}-${createSpanId()}.jsonl`;
    const file = path.join(directory, name);
    fs.writeFileSync(`${file}.tmp`, text, { mode: 0o600, flag: 'wx' });
    fs.renameSync(`${file}.tmp`, file);
    return dropped;
  }

  /** Takes the oldest file that nobody is sending. */
  claimOldest(): SpoolClaim | undefined {
    const { fs, path } = loadModules();
    for (const { name, claimedAt } of this.#list()) {
      if (claimedAt !== undefined && Date.now() - claimedAt < staleAfterMs) continue;
      const file = path.join(
        this.#options.directory,
        `${name.replace(/\.\d+\.claim$/, '')}.${Date.now()}.claim`,
      );
      try {
        fs.renameSync(path.join(this.#options.directory, name), file);
      } catch {
        continue; // Another process was faster.
      }
      this.#claimed.add(file);
      return { file, lines: fs.readFileSync(file, 'utf8').split('\n') };
    }
    return undefined;
  }

  /** The spans of the claim are sent. */
  remove({ file }: SpoolClaim): void {
    this.#claimed.delete(file);
    loadModules().fs.rmSync(file, { force: true });
  }

  /** Gives back whatever is claimed, for this process or another to try again. */
  releaseClaims(): void {
    const { fs } = loadModules();
    for (const file of this.#claimed) fs.renameSync(file, file.replace(/\.\d+\.claim$/, ''));
    this.#claimed.clear();
  }

  /** Oldest first. Removes what a process that died left half written. */
  #list(): SpoolFile[] {
    const { fs, path } = loadModules();
    const { directory } = this.#options;
    if (!fs.existsSync(directory)) return [];
    const files: SpoolFile[] = [];
    for (const name of fs.readdirSync(directory).toSorted()) {
      const [, half] = temporaryPattern.exec(name) ?? [];
      if (half !== undefined && Date.now() - Number(half) > staleAfterMs)
        fs.rmSync(path.join(directory, name), { force: true });
      const [, spanCount, claimedAt] = filePattern.exec(name) ?? [];
      if (spanCount === undefined) continue;
      const byteLength = fs.statSync(path.join(directory, name), { throwIfNoEntry: false })?.size ?? 0;
      files.push({
        name,
        spanCount: Number(spanCount),
        claimedAt: claimedAt === undefined ? undefined : Number(claimedAt),
        byteLength,
      });
    }
    return files;
  }

  /** Removes the oldest files until so many bytes are free; returns the spans in them. */
  #makeRoom(files: readonly SpoolFile[], neededBytes: number): number {
    const { fs, path } = loadModules();
    let dropped = 0;
    let freed = 0;
    for (const { name, spanCount, byteLength, claimedAt } of files) {
      if (freed >= neededBytes) break;
      if (claimedAt !== undefined && Date.now() - claimedAt < staleAfterMs) continue;
      fs.rmSync(path.join(this.#options.directory, name), { force: true });
      freed += byteLength;
      dropped += spanCount;
    }
    return dropped;
  }
}

/** The directory inside `directory` for what goes to this server and project. The key is left out: a new one may send. */
export function nameSpoolDirectory(directory: string, apiUrl: string, projectName: string): string {
  const { path, crypto } = loadModules();
  const digest = crypto.createHash('sha256').update(`${apiUrl}\n${projectName}`).digest('hex');
  return path.join(path.resolve(directory), digest.slice(0, 16));
}

// Loaded when first needed: most processes never spool.
function loadModules(): {
  fs: typeof import('node:fs');
  path: typeof import('node:path');
  crypto: typeof import('node:crypto');
} {
  return {
    fs: process.getBuiltinModule('node:fs'),
    path: process.getBuiltinModule('node:path'),
    crypto: process.getBuiltinModule('node:crypto'),
  };
}

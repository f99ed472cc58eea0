import { createHash } from 'node:crypto';

const validName = /^[a-zA-Z0-9_-]{1,64}$/;
const validNineId = /^[a-zA-Z0-9]{9}$/;

/**
 * Renames tools that Bedrock would refuse, for one request, and knows the way back.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolSpecification.html
 */
export class ToolNames {
  private renamed: Map<string, string> | undefined;
  private originals: Map<string, string> | undefined;
  private readonly names: readonly string[];
  /** Made for the first name that needs another one. */
  private taken: Set<string> | undefined;

  /**
   * `names` are all the names of the request, so that no new name meets one of them. `originals` are what
   * `listOriginals` of the same request gave.
   */
  constructor(names: readonly string[], originals: Iterable<readonly [string, string]> = []) {
    this.names = names;
    for (const [renamed, name] of originals) this.note(name, renamed);
  }

  /** The name Bedrock is told. */
  toBedrock(name: string): string {
    if (validName.test(name)) return name;
    const known = this.renamed?.get(name);
    if (known !== undefined) return known;
    const renamed = this.findFreeName(name);
    this.note(name, renamed);
    return renamed;
  }

  /** The client's name for a tool that the model calls. */
  toClient(name: string): string {
    return this.originals?.get(name) ?? name;
  }

  /** Names that Bedrock was told, each with the client's. */
  listOriginals(): [renamed: string, name: string][] {
    return [...(this.originals ?? [])];
  }

  private note(name: string, renamed: string): void {
    (this.renamed ??= new Map()).set(name, renamed);
    (this.originals ??= new Map()).set(renamed, name);
    (this.taken ??= new Set(this.names)).add(renamed);
  }

  private findFreeName(name: string): string {
    const base = name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64) || 'tool';
    const taken = (this.taken ??= new Set(this.names));
    let free = base;
    for (let count = 2; taken.has(free); count += 1) {
      const suffix = `_${count}`;
      free = base.slice(0, 64 - suffix.length) + suffix;
    }
    return free;
  }
}

/** Makes call ids that Bedrock takes. Within one request equal ids stay equal and different ones different. */
export class ToolCallIds {
  private readonly form: 'any' | 'nine-alphanumerics';

  constructor(form: 'any' | 'nine-alphanumerics') {
    this.form = form;
  }

  toBedrock(id: string): string {
    if (this.form === 'nine-alphanumerics') return validNineId.test(id) ? id : digest(id).slice(0, 9);
    return validName.test(id) ? id : `call_${digest(id).slice(0, 32)}`;
  }
}

/** The same id must give the same answer in every turn, or a cached prompt would not match. */
function digest(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

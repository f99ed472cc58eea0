import { report } from '../report.ts';
import type { SendOutcome } from './server-connection.ts';

export type Trouble = SendOutcome & { kind: 'unavailable' | 'unauthorized' };

/**
 * What is said of a server that does not take what it is sent: one line when that begins, whoever meets it first, and
 * one when the last of those who met it is through again.
 */
export class ServerTrouble {
  readonly #apiUrl: string;
  readonly #affected = new Set<object>();

  constructor(apiUrl: string) {
    this.#apiUrl = apiUrl;
  }

  begin(sender: object, outcome: Trouble): void {
    const isFirst = this.#affected.size === 0;
    this.#affected.add(sender);
    if (!isFirst) return;
    report(
      outcome.kind === 'unauthorized'
        ? `${this.#apiUrl} refused ${describeRefusal(outcome)} Spans are kept and the key is tried again every minute.`
        : `cannot reach ${this.#apiUrl} (${outcome.reason}): is the server running? Spans are kept and retried.`,
    );
  }

  /** `describeLoss` says what was lost meanwhile. */
  end(sender: object, describeLoss?: () => string): void {
    if (!this.#affected.delete(sender) || this.#affected.size > 0) return;
    report(`${this.#apiUrl} takes spans again.${describeLoss?.() ?? ''}`);
  }

  affects(sender: object): boolean {
    return this.#affected.has(sender);
  }
}

function describeRefusal({ status, explanation }: Trouble & { kind: 'unauthorized' }): string {
  if (status === 403 && explanation !== undefined) return `spans (HTTP 403): ${explanation}.`;
  return `the API key (HTTP ${status}): check OUTCROP_API_KEY, or make a key on the page under API keys.`;
}

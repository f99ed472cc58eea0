import { OutcropError } from '@outcrop/protocol';

/** What a shell sees: 1 the server or the account says no, 2 the command was not understood. */
export const exitCodes = { success: 0, failure: 1, usage: 2 } as const;

/** A command that cannot be done as it was given. */
export class CliError extends OutcropError {
  readonly exitCode: number;

  constructor(message: string, { code, exitCode = exitCodes.failure }: { code: string; exitCode?: number }) {
    super(`[outcrop] ${message}`, { code });
    this.exitCode = exitCode;
  }
}

export function usageError(message: string): CliError {
  return new CliError(message, { code: 'usage', exitCode: exitCodes.usage });
}

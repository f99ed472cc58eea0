import type { StreamEnd } from './observe-stream.ts';

/**
 * Why an answer is not whole: the app stopped reading (`left`), never began (`never_read`) or aborted (`aborted`);
 * Bedrock ended it with an error (`failed`); it ended before the answer did (`ended_early`), which over HTTP/2 is all
 * that shows of an abort by the app and of a lost connection alike. `process_end` is the logger's.
 */
export type PartialReason = 'left' | 'never_read' | 'aborted' | 'failed' | 'ended_early' | 'process_end';

export interface BreakClues {
  hasContent: boolean;
  /** Whether an error is the service's own rather than of the connection. */
  isServiceError: (error: unknown) => boolean;
}

export function findPartialReason(end: StreamEnd, { hasContent, isServiceError }: BreakClues): PartialReason {
  switch (end.kind) {
    case 'left':
      return 'left';
    case 'abandoned':
      return hasContent ? 'left' : 'never_read';
    case 'failed':
      if (isAbort(end.error)) return 'aborted';
      return isServiceError(end.error) ? 'failed' : 'ended_early';
    case 'done':
      return 'ended_early';
    default:
      return end satisfies never;
  }
}

function isAbort(error: unknown): boolean {
  return (error as { name?: unknown } | null | undefined)?.name === 'AbortError';
}

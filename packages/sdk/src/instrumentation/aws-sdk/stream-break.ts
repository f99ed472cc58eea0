import type { StreamEnd } from './observe-stream.ts';

/**
 * Why an answer is not whole: the app stopped reading (`left`), never began (`never_read`) or aborted (`aborted`);
 * Bedrock ended it with an error (`failed`); it ended before the answer did (`ended_early`), which over HTTP/2 is all
 * that shows of an abort by the app and of a lost connection alike. `process_end` is the logger's.
 */
export type PartialReason = 'left' | 'never_read' | 'aborted' | 'failed' | 'ended_early' | 'process_end';

export function findPartialReason(end: StreamEnd, hasContent: boolean): PartialReason {
  switch (end.kind) {
    case 'left':
      return 'left';
    case 'abandoned':
      return hasContent ? 'left' : 'never_read';
    case 'failed':
      return classifyError(end.error);
    case 'done':
      return 'ended_early';
    default:
      return end satisfies never;
  }
}

/** Bedrock's own exceptions have a `$fault`; what a socket throws has none. */
function classifyError(error: unknown): PartialReason {
  const { name, $fault } = (error ?? {}) as { name?: unknown; $fault?: unknown };
  if (name === 'AbortError') return 'aborted';
  return $fault === undefined ? 'ended_early' : 'failed';
}

import type { CallAnswer } from './call-answer.ts';
import type { CallRecord } from './call-record.ts';

/** Why the answer is not whole; undefined when it is. */
export function findPartialReason(
  call: CallRecord,
  { exception, isBroken }: CallAnswer,
): CallRecord['partialReason'] {
  if (call.partialReason) return call.partialReason;
  if (exception) return 'exception';
  return isBroken && !call.isResponseCut && call.isStream ? 'truncated' : undefined;
}

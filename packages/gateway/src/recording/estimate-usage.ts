import type { PendingAttachment, Usage } from '@outcrop/bedrock';
import type { CallAnswer } from './call-answer.ts';
import type { CallReading } from './call-reading.ts';
import type { AttemptRecord, CallRecord } from './call-record.ts';
import { findPartialReason } from './find-partial-reason.ts';

/** Text has about so many bytes a token. */
const bytesPerToken = 4;
/** About what a picture takes, whatever its bytes. */
const tokensPerAttachment = 1500;
/** Of a request of which only the size is left: pictures in it are large and take few tokens. */
const maxGuessedTokens = 10_000;
/** Strings of an answer that its model did not write. */
const notWritten: ReadonlySet<string> = new Set([
  'id',
  'type',
  'role',
  'model',
  'object',
  'call_id',
  'toolUseId',
  'signature',
  'status',
]);

export interface EstimateOptions {
  reading: CallReading;
  answer: CallAnswer;
  attachments: readonly PendingAttachment[];
}

/**
 * What a call took whose usage Bedrock would have told at the end that did not come: the counts that it told, and the
 * others by the size of what was sent and received. Undefined where nothing needs to be estimated.
 */
export function estimateUsage(call: CallRecord, options: EstimateOptions): Usage | undefined {
  const { reading, answer, attachments } = options;
  const { usage, output, metadata } = answer.reading;
  if (!isUnsettled(call, reading, answer)) return undefined;
  if (usage?.outputTokens !== undefined && metadata['stop_reason'] !== undefined) return undefined;
  const written = Math.ceil(countWrittenBytes(output) / bytesPerToken);
  const estimated: Usage = {
    ...usage,
    inputTokens: usage?.inputTokens ?? estimateInput(call, attachments),
    // What a stream says at its start is a placeholder.
    outputTokens: Math.max(usage?.outputTokens ?? 0, written),
  };
  delete estimated.totalTokens;
  return estimated;
}

/** Whether a model was asked, and its answer is not whole. */
function isUnsettled(call: CallRecord, { spanType }: CallReading, answer: CallAnswer): boolean {
  const asked = call.attempts.findLast(({ isSent }) => isSent);
  // Where the input is a stream of its own, usage comes all along.
  if (spanType !== 'llm' || !asked || answer.reading.input !== undefined) return false;
  const status = call.upstreamStatus ?? asked.status;
  if (status === undefined) return isLeftAlone(call, asked);
  return status < 400 && (isLost(call) || findPartialReason(call, answer) !== undefined);
}

/** Whether nobody waited for the answer any longer, which the model may go on to write. */
function isLeftAlone({ partialReason }: CallRecord, { error }: AttemptRecord): boolean {
  return partialReason !== undefined || error?.code === 'upstream_timeout';
}

/** Whether its record lacks a part, or an answer that was no stream broke off, or took too long, after it had begun. */
function isLost({ isResponseCut, isStream, error, upstreamStatus }: CallRecord): boolean {
  return isResponseCut === true || (!isStream && error !== undefined && upstreamStatus !== undefined);
}

function estimateInput(
  { requestBody, requestBytes }: CallRecord,
  attachments: readonly PendingAttachment[],
): number {
  if (requestBytes !== undefined) return Math.min(Math.ceil(requestBytes / bytesPerToken), maxGuessedTokens);
  let textBytes = requestBody.length;
  for (const { reference } of attachments) textBytes -= Math.ceil((reference.byte_length ?? 0) / 3) * 4;
  const textTokens = Math.ceil(Math.max(0, textBytes) / bytesPerToken);
  return textTokens + attachments.length * tokensPerAttachment;
}

function countWrittenBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null) return 0;
  let bytes = 0;
  for (const [name, member] of Object.entries(value))
    if (!notWritten.has(name)) bytes += countWrittenBytes(member);
  return bytes;
}

import type { CallRecord } from '@outcrop/gateway';

/** What of a call stays as it is: objects that live on anyway, and what few calls have. */
type KeptPart = Pick<
  CallRecord,
  | 'api'
  | 'caller'
  | 'attempts'
  | 'dropped'
  | 'admission'
  | 'restoration'
  | 'error'
  | 'partialReason'
  | 'cache'
  | 'cachedFrom'
  | 'isResponseCut'
  | 'streamed'
>;

/** The rest but for its bytes, as JSON. */
type TextPart = Omit<
  CallRecord,
  keyof KeptPart | 'requestBody' | 'upstreamBody' | 'responseChunks' | 'furtherAnswers'
>;

/** With every field named, so that one that is new to a call is not forgotten here. */
type Named<Fields> = { [Name in keyof Required<Fields>]: Fields[Name] };

/** A call whose larger part is elsewhere as bytes. */
export interface EncodedCall {
  kept: KeptPart;
  byteLength: number;
}

interface Head {
  text: TextPart;
  requestLength: number;
  /** Absent without such a body. */
  upstreamLength?: number;
  chunkLengths: number[];
}

const lengthBytes = 4;
const bytesPerUnit = 3;

/**
 * Writes the call into `memory` at `start`. Undefined when it does not fit, or is one of the few that no such bytes can
 * carry.
 */
export function encodeCall(call: CallRecord, memory: Buffer, start: number): EncodedCall | undefined {
  const { requestBody, upstreamBody, responseChunks } = call;
  if (call.furtherAnswers) return undefined;
  const chunkLengths = responseChunks.map(({ length }) => length);
  const head = JSON.stringify({
    text: pickText(call),
    requestLength: requestBody.length,
    upstreamLength: upstreamBody?.length,
    chunkLengths,
  } satisfies Head);
  const bodyBytes = chunkLengths.reduce(
    (sum, length) => sum + length,
    requestBody.length + (upstreamBody?.length ?? 0),
  );
  if (start + lengthBytes + head.length * bytesPerUnit + bodyBytes > memory.length) return undefined;
  const headLength = memory.write(head, start + lengthBytes);
  memory.writeUInt32LE(headLength, start);
  let at = start + lengthBytes + headLength;
  for (const bytes of [requestBody, ...(upstreamBody ? [upstreamBody] : []), ...responseChunks]) {
    memory.set(bytes, at);
    at += bytes.length;
  }
  return { kept: pickKept(call), byteLength: at - start };
}

/** The call again. Its bytes are those of `memory`. */
export function decodeCall(
  { kept }: EncodedCall,
  memory: Buffer,
  start: number,
): Named<Omit<CallRecord, 'furtherAnswers'>> {
  const headStart = start + lengthBytes;
  let at = headStart + memory.readUInt32LE(start);
  const { text, requestLength, upstreamLength, chunkLengths } = JSON.parse(
    memory.toString('utf8', headStart, at),
  ) as Head;
  const take = (length: number): Buffer => memory.subarray(at, (at += length));
  // A literal: spreads would make dictionaries, which take ten times the memory.
  return {
    api: kept.api,
    caller: kept.caller,
    model: text.model,
    isStream: text.isStream,
    traceId: text.traceId,
    spanId: text.spanId,
    parentSpanId: text.parentSpanId,
    startedAt: text.startedAt,
    endedAt: text.endedAt,
    requestHeaders: text.requestHeaders,
    requestBody: take(requestLength),
    requestBytes: text.requestBytes,
    upstreamBody: upstreamLength === undefined ? undefined : take(upstreamLength),
    upstreamPath: text.upstreamPath,
    dropped: kept.dropped,
    attempts: kept.attempts,
    timings: text.timings,
    status: text.status,
    upstreamStatus: text.upstreamStatus,
    responseHeaders: text.responseHeaders,
    responseChunks: chunkLengths.map(take),
    responseTimes: text.responseTimes,
    streamed: kept.streamed,
    restoration: kept.restoration,
    isResponseCut: kept.isResponseCut,
    error: kept.error,
    partialReason: kept.partialReason,
    admission: kept.admission,
    cache: kept.cache,
    cachedFrom: kept.cachedFrom,
  };
}

function pickKept(call: CallRecord): Named<KeptPart> {
  const { api, caller, attempts, dropped, admission, restoration } = call;
  const { error, partialReason, cache, cachedFrom, isResponseCut, streamed } = call;
  return {
    api,
    caller,
    attempts,
    dropped,
    admission,
    restoration,
    error,
    partialReason,
    cache,
    cachedFrom,
    isResponseCut,
    streamed,
  };
}

function pickText(call: CallRecord): Named<TextPart> {
  return {
    model: call.model,
    isStream: call.isStream,
    traceId: call.traceId,
    spanId: call.spanId,
    parentSpanId: call.parentSpanId,
    startedAt: call.startedAt,
    endedAt: call.endedAt,
    requestHeaders: call.requestHeaders,
    requestBytes: call.requestBytes,
    upstreamPath: call.upstreamPath,
    timings: call.timings,
    status: call.status,
    upstreamStatus: call.upstreamStatus,
    responseHeaders: call.responseHeaders,
    responseTimes: call.responseTimes,
  };
}

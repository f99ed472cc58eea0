import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import type { CallRecord, Refusal } from '@outcrop/gateway';

const writeIntervalMs = 200;
/** A disk or terminal that takes no more loses lines, not calls. */
const maxWaitingLines = 50_000;
/** Whoever has no key may send what he likes. */
const longestPath = 300;

/** A line of JSON for each call of the gateway, without any content. */
export interface AccessLog {
  note(call: CallRecord): void;
  /** Of a request that did not become a call. */
  noteRefusal(refusal: Refusal): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

export interface AccessLogOptions {
  /** `stdout` or a file that is appended to. */
  target: string;
  logError: (error: unknown) => void;
}

export function createAccessLog({ target, logError }: AccessLogOptions): AccessLog {
  const isOwn = target !== 'stdout';
  const stream: Writable = isOwn ? createWriteStream(target, { flags: 'a', mode: 0o600 }) : process.stdout;
  if (isOwn) stream.on('error', logError);
  let lines: string[] = [];
  let lost = 0;

  function write(): void {
    if (lost > 0) {
      logError(new Error(`the access log lost ${lost} lines: ${target} takes them too slowly`));
      lost = 0;
    }
    if (lines.length === 0 || stream.writableNeedDrain) return;
    stream.write(`${lines.join('\n')}\n`);
    lines = [];
  }

  const timer = setInterval(write, writeIntervalMs).unref();
  const add = (line: Record<string, unknown>): void => {
    if (lines.length >= maxWaitingLines) lost += 1;
    else lines.push(JSON.stringify(line));
  };
  return {
    note: (call) => add(describeCall(call)),
    noteRefusal: (refusal) => add(describeRefusal(refusal)),
    async close() {
      clearInterval(timer);
      write();
      if (isOwn && !stream.errored) await new Promise<void>((resolve) => stream.end(resolve));
    },
  };
}

function describeCall(call: CallRecord): Record<string, unknown> {
  const { api, caller, attempts, timings, error } = call;
  const target = attempts.at(-1)?.target;
  return {
    time: new Date(call.startedAt).toISOString(),
    trace_id: call.traceId,
    span_id: call.spanId,
    api: api.kind === 'native' ? api.command : api.api,
    model: call.model,
    status: call.status,
    error: error?.code,
    project: caller.project,
    key: caller.keyName,
    provider: target?.provider.name,
    region: target?.provider.endpoint.region,
    attempts: attempts.length,
    cache: call.cache,
    partial: call.partialReason,
    duration_ms: round(call.endedAt - call.startedAt),
    queue_ms: round(timings.queueMs),
    upstream_ms: round(timings.upstreamWaitMs),
    first_byte_ms: round(timings.firstByteMs),
    request_bytes: call.requestBody.length,
    response_bytes: [call, ...(call.furtherAnswers ?? [])]
      .flatMap(({ responseChunks }) => responseChunks)
      .reduce((sum, { length }) => sum + length, 0),
  };
}

function describeRefusal(refusal: Refusal): Record<string, unknown> {
  const { method, path, status, code, caller, startedAt, endedAt } = refusal;
  return {
    time: new Date(startedAt).toISOString(),
    method,
    path: path.slice(0, longestPath),
    status,
    error: code,
    project: caller?.project,
    key: caller?.keyName,
    duration_ms: round(endedAt - startedAt),
  };
}

function round(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 1000) / 1000;
}

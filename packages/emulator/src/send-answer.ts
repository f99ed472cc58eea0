import { setTimeout as delay } from 'node:timers/promises';

import { toServiceError } from './dialects/aws-dialect.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { WireResponse } from './http/wire-response.ts';
import type { Behaviour } from './script/behaviour.ts';
import type { Frame } from './stream/frame.ts';

/** An answer in bytes. */
export type WireAnswer = { status: number; headers: Record<string, string> } & (
  | { kind: 'whole'; body: Uint8Array }
  | { kind: 'frames'; frames: Frame[] | AsyncIterable<Frame>; dialect: Dialect }
);

const flushMs = 20;

/** Sends an answer as the behaviour asks; returns once it is sent, cut or abandoned by the client. */
export async function sendAnswer(
  response: WireResponse,
  answer: WireAnswer,
  behaviour: Behaviour,
): Promise<void> {
  await pause(behaviour.latencyMs ?? 0, response.closed);
  if (behaviour.hangAfter === 0) return waitForClose(response.closed);
  if (behaviour.cutAfter === 0) return response.cut();
  if (answer.kind === 'frames') return sendFrames(response, answer, behaviour);
  return sendWhole(response, answer, behaviour);
}

/** Waits, or returns early when the client leaves. */
export async function pause(durationMs: number, closed: AbortSignal): Promise<void> {
  if (durationMs <= 0 || closed.aborted) return;
  await delay(durationMs, undefined, { signal: closed }).catch(() => undefined);
}

async function sendWhole(
  response: WireResponse,
  answer: Extract<WireAnswer, { kind: 'whole' }>,
  behaviour: Behaviour,
): Promise<void> {
  const { exceptionAfter, cutAfter, hangAfter, malformedAfter } = behaviour;
  if (exceptionAfter) throw toServiceError(exceptionAfter);
  const interruptedAt = cutAfter ?? hangAfter;
  if (interruptedAt !== undefined) {
    response.start(answer.status, { ...answer.headers, 'content-length': String(answer.body.byteLength) });
    await response.write(answer.body.subarray(0, Math.min(interruptedAt, answer.body.byteLength - 1)));
    return interrupt(response, behaviour);
  }
  const body = answer.body.subarray(0, malformedAfter);
  response.start(answer.status, { ...answer.headers, 'content-length': String(body.byteLength) });
  response.end(body);
}

async function sendFrames(
  response: WireResponse,
  answer: Extract<WireAnswer, { kind: 'frames' }>,
  behaviour: Behaviour,
): Promise<void> {
  response.start(answer.status, answer.headers);
  let index = -1;
  for await (const frame of answer.frames) {
    index += 1;
    if (index === behaviour.exceptionAfter?.count) break;
    if (index === (behaviour.cutAfter ?? behaviour.hangAfter)) return interrupt(response, behaviour);
    if (behaviour.tokensPerSecond !== undefined) {
      await pause((frame.tokens / behaviour.tokensPerSecond) * 1000, response.closed);
    }
    if (response.closed.aborted) return;
    await response.write(
      (index === behaviour.malformedAfter ? answer.dialect.breakFrame(frame) : frame).bytes,
    );
  }
  const { exceptionAfter } = behaviour;
  if (exceptionAfter) await response.write(answer.dialect.encodeException(exceptionAfter).bytes);
  response.end();
}

async function interrupt(response: WireResponse, behaviour: Behaviour): Promise<void> {
  if (behaviour.cutAfter === undefined) return waitForClose(response.closed);
  // What was written must leave the machine before its connection goes.
  await pause(flushMs, response.closed);
  response.cut();
}

function waitForClose(closed: AbortSignal): Promise<void> {
  if (closed.aborted) return Promise.resolve();
  return new Promise((resolve) => closed.addEventListener('abort', () => resolve(), { once: true }));
}

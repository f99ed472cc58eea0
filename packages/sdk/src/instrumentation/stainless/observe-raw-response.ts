import { SseDecoder } from '@outcrop/bedrock';
import type { ApiCall } from './api-call.ts';
import { observeBody, type BodyObserver } from './observe-body.ts';
import { replaceMethod } from './replace-method.ts';

/** Reads along as the caller reads the body of a raw response, as far as the caller does. Never throws. */
export function observeRawResponse(response: Response, call: ApiCall): void {
  if (!call.isOpen) return;
  call.takeRaw();
  try {
    observeReading(response, call);
  } catch {
    // Such as a frozen response of the app's own `fetch`.
    call.loseRaw();
  }
}

function observeReading(response: Response, call: ApiCall): void {
  const body = call.isStream ? readEvents(response.headers, call) : readText(call);
  if (!body || !observeBody(response.body, body)) {
    call.loseRaw();
    return;
  }
  // Where the runtime does not read a whole body by the reader that is watched.
  observeWhole(response, 'text', (text) => {
    if (!call.isOpen) return;
    body.read(new TextEncoder().encode(text as string));
    body.end({ kind: 'done' });
  });
  observeWhole(response, 'json', (json) => {
    if (call.isOpen) call.succeed(json);
  });
}

/**
 * Holds nothing of the response, so that one that is thrown away is noticed. Undefined for what is no server-sent events: Anthropic's client up to 0.32 leaves Bedrock's own framing in
 * place.
 */
function readEvents(headers: Headers, call: ApiCall): BodyObserver | undefined {
  if (!headers.get('content-type')?.includes('text/event-stream')) return undefined;
  const events = call.takeEvents();
  if (!events) return undefined;
  const decoder = new SseDecoder();
  let failure: object | undefined;
  return {
    read(bytes) {
      for (const event of decoder.push(bytes as Uint8Array)) {
        failure ??= findFailure(event, headers);
        events.read(event);
      }
    },
    // Who parses an event that is an error throws, and so leaves the body.
    end: (end) => events.end(failure ? { kind: 'failed', error: failure } : end),
    lose: () => call.loseRaw(),
  };
}

function readText(call: ApiCall): BodyObserver {
  const decoder = new TextDecoder();
  let text = '';
  return {
    read(bytes) {
      text += decoder.decode(bytes as Uint8Array, { stream: true });
    },
    end(end) {
      if (end.kind === 'done') call.succeedWithText(text);
      else if (end.kind === 'failed') call.fail(end.error);
      else call.end(text === '' ? 'never_read' : 'left');
    },
    lose: () => call.loseRaw(),
  };
}

/** What a client would throw for an event that is an error. */
function findFailure(event: unknown, headers: Headers): object | undefined {
  const { error } = (event ?? {}) as { error?: { type?: unknown; message?: unknown } | null };
  if (typeof error !== 'object' || error === null) return undefined;
  return { name: 'APIError', message: error.message, type: error.type, status: undefined, headers };
}

function observeWhole(response: Response, name: 'json' | 'text', see: (body: unknown) => void): void {
  replaceMethod(response, name, (read) => {
    return async function observedWhole(this: unknown) {
      const body = await read.call(this);
      see(body);
      return body;
    };
  });
}

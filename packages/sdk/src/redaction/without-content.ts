import { runtime } from '../tracer/runtime.ts';

/** The same in every copy of this package. JSON and the clients' serialisers leave symbols out, so it is never sent. */
const mark = Symbol.for('outcrop.withoutContent');

/**
 * Marks one request, such as a command or the parameters of a call, and gives it back: its span is recorded without
 * input and output. `client.send(withoutContent(new ConverseCommand(…)))`
 */
export function withoutContent<Request>(request: Request): Request {
  if (!isObject(request)) return request;
  markRequest(request);
  // A command is unpacked before its call is seen.
  if ('middlewareStack' in request && 'input' in request && isObject(request.input))
    markRequest(request.input);
  return request;
}

/** For what traces a client: whether the caller marked this request. */
export function isWithoutContent(request: unknown): boolean {
  return isObject(request) && (mark in request || runtime.requestsWithoutContent.has(request));
}

/** Enumerable, so that it is still there when a client's helper copies its parameters. A frozen object takes no property. */
function markRequest(request: object): void {
  const isMarked = Reflect.defineProperty(request, mark, {
    value: true,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  if (!isMarked) runtime.requestsWithoutContent.add(request);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

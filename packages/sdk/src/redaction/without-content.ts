import { runtime } from '../tracer/runtime.ts';

/**
 * Marks one request, such as a command or the parameters of a call, and gives it back: its span is recorded without
 * input and output. `client.send(withoutContent(new ConverseCommand(…)))`
 */
export function withoutContent<Request>(request: Request): Request {
  if (typeof request !== 'object' || request === null) return request;
  runtime.requestsWithoutContent.add(request);
  // A command is unpacked before its call is seen.
  if ('input' in request && typeof request.input === 'object' && request.input !== null)
    runtime.requestsWithoutContent.add(request.input);
  return request;
}

/** For what traces a client: whether the caller marked this request. */
export function isWithoutContent(request: unknown): boolean {
  return typeof request === 'object' && request !== null && runtime.requestsWithoutContent.has(request);
}

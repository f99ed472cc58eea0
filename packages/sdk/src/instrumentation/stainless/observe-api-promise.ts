import { isApiPromise, type ApiPromise, type ResponseProps } from './api-client.ts';
import type { ModelCall } from './model-call.ts';

/** Reports a promise, or a raw response, that is thrown away before anything was read from it. */
const abandoned =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : new FinalizationRegistry<ModelCall>((call) => call.leave());

/**
 * Tells the call how its promise fares. The caller keeps the very promise the client made, still as lazy: the answer is
 * parsed when the caller waits for it, and not at all when the caller takes the raw response. A rejection nobody handles
 * stays unhandled. Returns false when the value is no such promise.
 */
export function observeApiPromise(promise: unknown, call: ModelCall): boolean {
  if (!isApiPromise(promise)) return false;
  observeResponse(promise, call);
  observeParsing(promise, call);
  observeRawResponse(promise, call);
  abandoned?.register(promise, call);
  return true;
}

function observeResponse(promise: ApiPromise, call: ModelCall): void {
  // Replaced rather than listened to: a listener would hide from Node that nobody handles a rejection.
  promise.responsePromise = promise.responsePromise.then(
    (props) => {
      call.respond(props.response);
      return props;
    },
    (error: unknown) => {
      call.fail(error);
      throw error;
    },
  );
}

function observeParsing(promise: ApiPromise, call: ModelCall): void {
  const parse = promise.parseResponse;
  promise.parseResponse = async function parseObservedResponse(this: unknown, ...args) {
    let data: unknown;
    try {
      data = await parse.apply(this, args);
    } catch (error) {
      call.fail(error);
      throw error;
    }
    call.succeed(data);
    return data;
  };
}

function observeRawResponse(promise: ApiPromise, call: ModelCall): void {
  const { asResponse: takeResponse } = promise as { asResponse: (this: ApiPromise) => Promise<Response> };
  const asResponse = function asObservedResponse(this: ApiPromise): Promise<Response> {
    const taking = takeResponse.call(this);
    // `withResponse` parses the answer first and then comes here for its headers.
    if (this.parsedPromise) return taking;
    return taking.then((response) => {
      if (!this.parsedPromise) observeRawBody(response, call);
      return response;
    });
  };
  observeHelper(promise, call);
  void Object.defineProperty(promise, 'asResponse', {
    configurable: true,
    writable: true,
    value: asResponse,
  });
}

/** A streaming tool runner of Anthropic's takes the response from the promise and parses it where nobody can watch. */
function observeHelper(promise: ApiPromise, call: ModelCall): void {
  const { _responseProps: takeProps } = promise;
  if (typeof takeProps !== 'function' || !call.isStream) return;
  const observed = function takeObservedProps(this: ApiPromise): Promise<ResponseProps> {
    return takeProps.call(this).then((props) => {
      call.takeRaw();
      return props;
    });
  };
  void Object.defineProperty(promise, '_responseProps', {
    configurable: true,
    writable: true,
    value: observed,
  });
}

/** Reads along where the caller has the body parsed; a body read piece by piece stays the caller's alone. */
function observeRawBody(response: Response, call: ModelCall): void {
  if (!call.takeRaw()) return;
  const readJson = response.json;
  const json = async function observedJson(this: Response): Promise<unknown> {
    const body: unknown = await readJson.call(this);
    call.succeed(body);
    return body;
  };
  const readText = response.text;
  const text = async function observedText(this: Response): Promise<string> {
    const body = await readText.call(this);
    call.succeedWithText(body);
    return body;
  };
  Object.defineProperty(response, 'json', { configurable: true, writable: true, value: json });
  Object.defineProperty(response, 'text', { configurable: true, writable: true, value: text });
  abandoned?.register(response, call);
}

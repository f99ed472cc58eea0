import { isApiPromise, type ApiPromise, type ResponseProps } from './api-client.ts';
import type { ApiCall } from './api-call.ts';
import { observeRawResponse } from './observe-raw-response.ts';

/** Reports a promise that is thrown away before anything was read from it. */
const abandoned =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : new FinalizationRegistry<ApiCall>((call) => call.leave());

/**
 * Tells the call how its promise fares. The caller keeps the very promise the client made, still as lazy: the answer is
 * parsed when the caller waits for it, and not at all when the caller takes the raw response. A rejection nobody handles
 * stays unhandled. Returns false when the value is no such promise.
 */
export function observeApiPromise(promise: unknown, call: ApiCall): boolean {
  if (!isApiPromise(promise)) return false;
  observeResponse(promise, call);
  observeParsing(promise, call);
  observeTaking(promise, call);
  observeHelper(promise, call);
  abandoned?.register(promise, call);
  return true;
}

function observeResponse(promise: ApiPromise, call: ApiCall): void {
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

function observeParsing(promise: ApiPromise, call: ApiCall): void {
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

function observeTaking(promise: ApiPromise, call: ApiCall): void {
  const { asResponse: takeResponse } = promise as { asResponse: (this: ApiPromise) => Promise<Response> };
  const asResponse = function asObservedResponse(this: ApiPromise): Promise<Response> {
    const taking = takeResponse.call(this);
    // `withResponse` parses the answer first and then comes here for its headers.
    if (this.parsedPromise) return taking;
    return taking.then((response) => {
      if (!this.parsedPromise) observeRawResponse(response, call);
      return response;
    });
  };
  void Object.defineProperty(promise, 'asResponse', {
    configurable: true,
    writable: true,
    value: asResponse,
  });
}

/** A streaming tool runner of Anthropic's takes the response from the promise and parses it where nobody can watch. */
function observeHelper(promise: ApiPromise, call: ApiCall): void {
  const { _responseProps: takeProps } = promise;
  if (typeof takeProps !== 'function' || !call.isStream) return;
  const observed = function takeObservedProps(this: ApiPromise): Promise<ResponseProps> {
    return takeProps.call(this).then((props) => {
      observeRawResponse(props.response, call);
      return props;
    });
  };
  void Object.defineProperty(promise, '_responseProps', {
    configurable: true,
    writable: true,
    value: observed,
  });
}

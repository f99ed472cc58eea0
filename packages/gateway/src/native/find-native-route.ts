import type { FindRoute, GatewayRoute } from '../http/gateway-route.ts';
import { refuseMethod, refusePath } from '../routes/refuse-path.ts';
import { handleDuplex } from './handle-duplex.ts';
import { handleNative } from './handle-native.ts';
import { nativeOperations } from './native-operations.ts';
import { renderAwsError } from './render-aws-error.ts';

const beginning = /^\/(model|guardrail|guardrail-checks|async-invoke)(\/|$)/;
/** An answer of AWS's to a path that it has not. */
const exception = 'UnknownOperationException';

const wayOut = 'it has the operations of the Bedrock runtime, such as POST /model/{modelId}/converse.';

const routes = nativeOperations.map((operation) => {
  const route: GatewayRoute = {
    method: operation.method,
    handle: (request) => (operation.isDuplex ? handleDuplex : handleNative)(operation, request),
    renderError: renderAwsError,
  };
  return { operation, route };
});

/** The paths of the Bedrock runtime. The model is left encoded, whatever it is: an ARN has slashes. */
export const findNativeRoute: FindRoute = (method, path) => {
  if (!beginning.test(path)) return undefined;
  let otherMethod: GatewayRoute | undefined;
  for (const { operation, route } of routes) {
    const match = operation.path.exec(path);
    if (match && operation.method === method) return { route, parameters: { model: match[1] ?? '' } };
    if (match) otherMethod = route;
  }
  const route = otherMethod
    ? refuseMethod(otherMethod, method)
    : refusePath({ method, path, renderError: renderAwsError, wayOut, exception });
  return { route, parameters: { model: '' } };
};

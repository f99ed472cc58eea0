import type { FindRoute, GatewayRoute } from '../http/gateway-route.ts';
import { handleDuplex } from './handle-duplex.ts';
import { handleNative } from './handle-native.ts';
import { nativeOperations } from './native-operations.ts';
import { renderAwsError } from './render-aws-error.ts';

const beginnings = ['/model/', '/guardrail', '/async-invoke'];

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
  if (!beginnings.some((beginning) => path.startsWith(beginning))) return undefined;
  for (const { operation, route } of routes) {
    if (operation.method !== method) continue;
    const match = operation.path.exec(path);
    if (match) return { route, parameters: { model: match[1] ?? '' } };
  }
  return undefined;
};

import { GatewayError } from '../gateway-error.ts';
import type { ClientExchange } from './client-exchange.ts';
import type { GatewayRoute } from './gateway-route.ts';

/** Answers with an error in the shape of the route's API; what has begun already is broken off. */
export function sendError(
  exchange: ClientExchange,
  error: GatewayError,
  {
    route,
    headers,
  }: { route: Pick<GatewayRoute, 'renderError'>; headers?: Readonly<Record<string, string>> },
): void {
  if (exchange.isStarted) return exchange.destroy();
  const rendered = route.renderError(error);
  const body = Buffer.from(rendered.body);
  exchange.start(error.status, {
    ...headers,
    ...rendered.headers,
    ...error.headers,
    ...(error.retryAfterSeconds !== undefined && {
      'retry-after': String(Math.ceil(error.retryAfterSeconds)),
    }),
    'content-length': String(body.length),
  });
  exchange.end(body);
}

/** What was thrown, as something that a client may see. */
export function toGatewayError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  return new GatewayError('the gateway failed on this request; its log says why.', {
    status: 500,
    code: 'internal',
    cause: thrown,
  });
}

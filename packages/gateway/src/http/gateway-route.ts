import type { GatewayError } from '../gateway-error.ts';
import type { CalledApi } from '../recording/call-record.ts';
import type { Caller } from '../routing/caller.ts';
import type { GatewayCall } from '../call/gateway-call.ts';
import type { ClientExchange } from './client-exchange.ts';

export interface CallOptions {
  api: CalledApi;
  /** By the name that the client calls it; empty for operations without one. */
  model: string;
  isStream: boolean;
  body: Uint8Array;
  /** Models to try when no target of `model` works; the request's header adds to them. */
  fallbackModels?: readonly string[];
}

/** A request whose caller is known. */
export interface RouteRequest {
  exchange: ClientExchange;
  caller: Caller;
  /** What the path says beside the route, still encoded, by name. */
  parameters: Readonly<Record<string, string>>;
  /** Takes the caller's limits into account, which may wait. Throws a GatewayError. */
  startCall: (options: CallOptions) => Promise<GatewayCall>;
}

export interface RenderedError {
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** One path of the gateway. */
export interface GatewayRoute {
  method: 'GET' | 'POST';
  /** Answers; what it throws before the answer has begun is rendered by `renderError`. */
  handle(request: RouteRequest): Promise<void>;
  /** In the shape of the API that the path belongs to. Status, retry-after and length are added. */
  renderError(error: GatewayError): RenderedError;
}

/** Undefined for a path that is none of the gateway's. `path` has no query and is still encoded. */
export type FindRoute = (method: string, path: string) => FoundRoute | undefined;

export interface FoundRoute {
  route: GatewayRoute;
  parameters: Readonly<Record<string, string>>;
}

import type { NodeExchange } from '@outcrop/dual-protocol-server';
import type { CallContext } from './call/call-context.ts';
import { CallsUnderWay } from './call/calls-under-way.ts';
import { RunningCall } from './call/running-call.ts';
import { applyDefaults } from './control/apply-defaults.ts';
import { createCachedCall, type CachedCall } from './control/cache/cached-call.ts';
import { GatewayError } from './gateway-error.ts';
import type { GatewayHost, Refusal } from './gateway-host.ts';
import { createFindRoute } from './http/find-route.ts';
import { getSecret } from './http/find-secret.ts';
import type { CallOptions, FindRoute, FoundRoute } from './http/gateway-route.ts';
import { NodeClientExchange } from './http/node-client-exchange.ts';
import { sendError, toGatewayError } from './http/send-error.ts';
import { findNativeRoute } from './native/find-native-route.ts';
import { createMediaFetcher } from './network/create-media-fetcher.ts';
import type { Caller } from './routing/caller.ts';
import { createCoolDowns } from './routing/cool-downs.ts';
import { createRetryBudget } from './routing/retry-budget.ts';
import { createRoutes } from './routes/create-routes.ts';
import type { MediaFetcher } from './translate/media/load-remote-media.ts';
import { createTransport } from './upstream/create-transport.ts';

export interface GatewayOptions {
  /** The most that one request may hold. */
  maxBodyBytes?: number;
  /** For a connection to Bedrock. */
  connectMs?: number;
  /** Between two pieces of an answer. */
  idleMs?: number;
  /** Takes what went wrong inside the gateway itself. */
  logError?: (error: unknown) => void;
  /** Gets what URLs in requests name; from the public internet only unless given. */
  fetchMedia?: MediaFetcher;
}

export interface Gateway {
  /** Answers a request whose path is one of the gateway's; false for any other, which is left untouched. */
  handle(exchange: NodeExchange): boolean;
  /** How many calls are under way. */
  countCalls(): number;
  /** Refuses new calls, gives those under way so long to end, breaks off the rest, and closes its connections. */
  close(drainMs: number): Promise<void>;
}

/** Serves models to clients of every API, through the providers that the host knows. */
export function createGateway(host: GatewayHost, options: GatewayOptions = {}): Gateway {
  const { maxBodyBytes = 64 * 1024 * 1024 } = options;
  const context = createCallContext(host, options);
  const { now } = context;
  const findRoute = createFindRoute([findNativeRoute, createTranslatingRoutes(host, options)]);
  let isClosing = false;

  async function answer(exchange: NodeClientExchange, { route, parameters }: FoundRoute): Promise<void> {
    const startedAt = now();
    let call: RunningCall | undefined;
    let cached: CachedCall | undefined;
    let caller: Caller | undefined;
    try {
      if (isClosing) throw stopping();
      const known = (caller = await host.authenticate(getSecret(exchange.headers), exchange));
      cached = host.cache && createCachedCall({ cache: host.cache, exchange, now }, known.defaults);
      await route.handle({
        exchange: cached?.exchange ?? exchange,
        caller: known,
        parameters,
        async startCall(asked) {
          const callOptions = applyDefaults(asked, known, exchange.headers);
          const running = { ...callOptions, caller: known, exchange, startedAt };
          call = new RunningCall(cached ? noteIn(context, cached) : context, running);
          await call.admit();
          await answerFromCache(cached, call, callOptions);
          return call;
        },
      });
    } catch (thrown) {
      if (thrown instanceof AnsweredError) return;
      const error = toGatewayError(thrown);
      if (error.code === 'internal') options.logError?.(thrown);
      sendError(exchange, error, { route, headers: findErrorHeaders(error, { caller, call }) });
      if (call) call.finish({ status: error.status, error });
      else host.noteRefusal?.(describeRefusal(exchange, error, { caller, startedAt, endedAt: now() }));
    }
  }

  return {
    handle(nodeExchange) {
      const { request } = nodeExchange;
      const found = findRoute(request.method ?? 'GET', request.url ?? '/');
      if (!found) return false;
      void answer(new NodeClientExchange(nodeExchange, maxBodyBytes), found);
      return true;
    },
    countCalls: () => context.calls.size,
    async close(drainMs) {
      isClosing = true;
      await waitUntilIdle(context, drainMs);
      for (const call of context.calls.list()) call.abort(stopping());
      await context.transport.close();
    },
  };
}

function createCallContext(
  host: GatewayHost,
  { connectMs = 10_000, idleMs = 15 * 60_000 }: GatewayOptions,
): CallContext {
  const now = host.now ?? (() => performance.timeOrigin + performance.now());
  return {
    host,
    transport: createTransport({ connectMs }),
    coolDowns: createCoolDowns(now),
    retryBudget: createRetryBudget(),
    now,
    random: Math.random,
    idleMs,
    calls: new CallsUnderWay(),
  };
}

function createTranslatingRoutes(host: GatewayHost, options: GatewayOptions): FindRoute {
  return createRoutes({
    listModels: (caller) => host.listModels(caller),
    fetchMedia: options.fetchMedia ?? createMediaFetcher(),
    now: host.now,
  });
}

function describeRefusal(
  { method, path }: NodeClientExchange,
  { status, code }: GatewayError,
  facts: Pick<Refusal, 'caller' | 'startedAt' | 'endedAt'>,
): Refusal {
  return { method, path, status, code, ...facts };
}

/** Only a client that nobody knows is asked for a key: what AWS says of a provider's is nothing that it could answer. */
function findErrorHeaders(
  { status }: GatewayError,
  { caller, call }: { caller?: Caller; call?: RunningCall },
): Readonly<Record<string, string>> | undefined {
  if (caller) return call?.answerHeaders;
  return status === 401 ? { 'www-authenticate': 'Bearer realm="outcrop"' } : undefined;
}

/** Ends a route whose client has its answer already, from the cache. */
class AnsweredError extends Error {}

async function answerFromCache(
  cached: CachedCall | undefined,
  call: RunningCall,
  callOptions: CallOptions,
): Promise<void> {
  const status = await cached?.answer(call.caller, callOptions, call.answerHeaders);
  if (status === undefined) return;
  call.finish({ status });
  throw new AnsweredError();
}

function noteIn(context: CallContext, cached: CachedCall): CallContext {
  const { host } = context;
  return {
    ...context,
    host: {
      ...host,
      record(call) {
        cached.note(call);
        host.record(call);
      },
    },
  };
}

async function waitUntilIdle({ calls }: CallContext, timeoutMs: number): Promise<void> {
  const giveUpAt = performance.now() + timeoutMs;
  while (calls.size > 0 && performance.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function stopping(): GatewayError {
  return new GatewayError('the gateway is stopping: try again in a moment.', {
    status: 503,
    code: 'stopping',
    retryAfterSeconds: 1,
  });
}

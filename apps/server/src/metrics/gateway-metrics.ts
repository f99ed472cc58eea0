import type { CallRecord, Refusal } from '@outcrop/gateway';
import type { Span } from '@outcrop/protocol';
import { createFindCallLabels, findStatusLabels, tokenKinds, type TokenKind } from './call-labels.ts';
import { formatLabels, type Counter, type MetricRegistry } from './metric-registry.ts';

const secondsBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const overheadBounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1];

/** Counts what the gateway's calls were and took. */
export interface GatewayMetrics {
  /** Of each call, once it is over. */
  noteCall(call: CallRecord): void;
  /** Of each request that did not become a call. */
  noteRefusal(refusal: Refusal): void;
  /** Of each call, once its cost is known. */
  noteSpan(call: CallRecord, span: Span): void;
}

export function createGatewayMetrics(registry: MetricRegistry): GatewayMetrics {
  const requests = registry.createCounter({
    name: 'outcrop_gateway_requests_total',
    help: 'Calls of models, by what became of them.',
  });
  const refusals = registry.createCounter({
    name: 'outcrop_gateway_refusals_total',
    help: 'Requests that did not become calls: without a key, too large, malformed, or of no path.',
  });
  const retries = registry.createCounter({
    name: 'outcrop_gateway_retries_total',
    help: 'Tries at a provider after another try of the same call at it.',
  });
  const failovers = registry.createCounter({
    name: 'outcrop_gateway_failovers_total',
    help: 'Tries at a provider after a try of the same call at another one.',
  });
  const cached = registry.createCounter({
    name: 'outcrop_gateway_cache_total',
    help: 'Calls that asked for the cache of answers.',
  });
  const tokens = registry.createCounter({ name: 'outcrop_gateway_tokens_total', help: 'Tokens by kind.' });
  const cost = registry.createCounter({
    name: 'outcrop_gateway_cost_usd_total',
    help: 'US dollars, by list prices.',
  });
  const noteDurations = createDurations(registry);
  const findLabels = createFindCallLabels();
  return {
    noteCall(call) {
      const labels = findLabels(call);
      requests.add(findStatusLabels(labels, call.status));
      if (call.cache) cached.add(formatLabels({ model: labels.model, result: call.cache }));
      if (call.attempts.length > 1) noteAttempts(call, { retries, failovers });
      noteDurations(call, labels.call);
    },
    noteRefusal({ status, code }) {
      refusals.add(formatLabels({ status: String(status), code }));
    },
    noteSpan(call, { metrics }) {
      // No model wrote it.
      if (call.cache === 'hit') return;
      const labels = findLabels(call);
      for (const kind in tokenKinds) {
        const amount = metrics[tokenKinds[kind as TokenKind]];
        if (amount) tokens.add(labels.tokens[kind as TokenKind], amount);
      }
      if (metrics.cost_usd) cost.add(labels.cost, metrics.cost_usd);
    },
  };
}

function createDurations(registry: MetricRegistry): (call: CallRecord, labels: string) => void {
  const duration = registry.createHistogram({
    name: 'outcrop_gateway_request_duration_seconds',
    help: 'From the request to the end of its answer.',
    bounds: secondsBounds,
  });
  const upstream = registry.createHistogram({
    name: 'outcrop_gateway_upstream_seconds',
    help: "From the request to Bedrock to the head of Bedrock's answer.",
    bounds: secondsBounds,
  });
  const firstByte = registry.createHistogram({
    name: 'outcrop_gateway_first_byte_seconds',
    help: "From the request to the first piece of the answer's body.",
    bounds: secondsBounds,
  });
  const queue = registry.createHistogram({
    name: 'outcrop_gateway_queue_seconds',
    help: "Waiting for a turn, by the key's and the server's limits.",
    bounds: secondsBounds,
  });
  const overhead = registry.createHistogram({
    name: 'outcrop_gateway_overhead_seconds',
    help: "The gateway's own work: parsing, translating, signing.",
    bounds: overheadBounds,
  });
  return ({ startedAt, endedAt, timings }, labels) => {
    const observe = (histogram: typeof duration, ms: number | undefined): void => {
      if (ms !== undefined) histogram.observe(labels, ms / 1000);
    };
    const { parseMs = 0, translateMs = 0, signMs = 0 } = timings;
    observe(duration, endedAt - startedAt);
    observe(upstream, timings.upstreamWaitMs);
    observe(firstByte, timings.firstByteMs);
    observe(queue, timings.queueMs);
    observe(overhead, parseMs + translateMs + signMs);
  };
}

/** Of requests that make one answer together, such as an embedding for each text, each is tried once anyway. */
function noteAttempts(
  { attempts, furtherAnswers = [] }: CallRecord,
  { retries, failovers }: Record<'retries' | 'failovers', Counter>,
): void {
  const tried = new Set<string>();
  for (const { target } of attempts.slice(0, attempts.length - furtherAnswers.length)) {
    const provider = target.provider.name;
    if (tried.has(provider)) retries.add(formatLabels({ provider }));
    else if (tried.size > 0) failovers.add(formatLabels({ provider }));
    tried.add(provider);
  }
}

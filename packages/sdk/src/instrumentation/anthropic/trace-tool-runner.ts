import { messagesApi } from '@outcrop/bedrock';
import { findTracerProvider } from '../../otel/open-telemetry.ts';
import { withActiveSpan } from '../../tracer/run-in-span.ts';
import type { TraceSpan } from '../../tracer/trace-span.ts';
import { observeStream } from '../model-call/observe-stream.ts';
import type { ApiResource } from '../stainless/api-client.ts';
import { createRunner } from '../stainless/create-runner.ts';
import { describeApiError } from '../stainless/describe-api-error.ts';
import { startRunSpan } from '../stainless/start-run-span.ts';
import { traceTools } from './trace-tools.ts';

type ToolRunner = AsyncIterable<unknown>;
type RunTools = (this: ApiResource, ...args: unknown[]) => ToolRunner;

const traced = Symbol.for('outcrop.traced');

/**
 * Makes every run of tools of this resource, or of all resources with this prototype, a span of type `task` with its model
 * calls and tools below it.
 */
export function traceToolRunner(resource: object): void {
  const { toolRunner } = resource as { toolRunner?: RunTools & { [traced]?: true } };
  if (typeof toolRunner !== 'function' || toolRunner[traced]) return;
  const tracedRun: RunTools & { [traced]?: true } = function tracedToolRunner(this: ApiResource, ...args) {
    const span = startRun(this, args[0]);
    if (!span) return toolRunner.apply(this, args);
    const [params, ...rest] = args;
    const runner = createRunner(span, () => toolRunner.call(this, traceTools(params, span), ...rest));
    observeRun(runner, span);
    return runner;
  };
  tracedRun[traced] = true;
  Object.defineProperty(resource, 'toolRunner', { configurable: true, writable: true, value: tracedRun });
}

/** Where the app has OpenTelemetry, the client makes spans of runs and tools itself. */
function startRun(resource: ApiResource, params: unknown): TraceSpan | undefined {
  if (resource._client?._tracer && findTracerProvider()) return undefined;
  return startRunSpan({ resource, params, api: messagesApi, name: 'anthropic.beta.messages.toolRunner' });
}

/** The loop of a runner goes on when its owner asks for the next turn, so that is where its span is the active one. */
function observeRun(runner: ToolRunner, span: TraceSpan): void {
  const createIterator = runner[Symbol.asyncIterator].bind(runner);
  let lastTurn: unknown;
  let turns = 0;
  runner[Symbol.asyncIterator] = () => {
    const iterator = createIterator();
    const next = iterator.next.bind(iterator);
    iterator.next = (...args) => withActiveSpan(span, () => next(...args));
    return iterator;
  };
  observeStream(runner, {
    read(turn) {
      lastTurn = turn;
      turns += 1;
    },
    end(end) {
      if (end.kind === 'failed') span.setError(describeApiError(end.error));
      const isWhole = end.kind === 'done';
      span.log({
        output: findMessage(lastTurn),
        metadata: { turns, ...(isWhole ? {} : { partial: true }) },
      });
      span.end();
    },
  });
}

/** A turn is a message, or the stream of one. */
function findMessage(turn: unknown): unknown {
  const { receivedMessages } = (turn ?? {}) as { receivedMessages?: unknown };
  return Array.isArray(receivedMessages) ? (receivedMessages as unknown[]).at(-1) : turn;
}

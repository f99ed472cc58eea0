import { chatCompletionsApi } from '@outcrop/bedrock';
import { runtime } from '../../tracer/runtime.ts';
import type { TraceSpan } from '../../tracer/trace-span.ts';
import { isBedrockClient, type ApiResource } from '../stainless/api-client.ts';
import { describeApiError } from '../stainless/describe-api-error.ts';
import { createRunner } from '../stainless/create-runner.ts';
import { startRunSpan } from '../stainless/start-run-span.ts';
import { traceTools } from './trace-tools.ts';

/** What is used of the client's runner. */
interface ToolRunner {
  on?(event: 'end', listener: () => void): unknown;
  done(): Promise<unknown>;
  allChatCompletions(): unknown[];
}

type RunTools = (this: ApiResource, ...args: unknown[]) => ToolRunner;

const traced = Symbol.for('outcrop.traced');

/**
 * Makes every run of tools of this resource, or of all resources with this prototype that are wrapped or talk to
 * Bedrock, a span of type `task` with its model calls and tools below it.
 */
export function traceRunTools(resource: object): void {
  const { runTools } = resource as { runTools?: RunTools & { [traced]?: true } };
  if (typeof runTools !== 'function' || runTools[traced]) return;
  const tracedRun: RunTools & { [traced]?: true } = function tracedRunTools(this: ApiResource, ...args) {
    const span = startRun(this, args[0]);
    if (!span) return runTools.apply(this, args);
    const [params, ...rest] = args;
    // The runner starts on a timer that it sets here, and so goes on with this span as the active one.
    const runner = createRunner(span, () => runTools.call(this, traceTools(params, span), ...rest));
    observeRun(runner, span);
    return runner;
  };
  tracedRun[traced] = true;
  Object.defineProperty(resource, 'runTools', { configurable: true, writable: true, value: tracedRun });
}

function startRun(resource: ApiResource, params: unknown): TraceSpan | undefined {
  if (!runtime.wrappedResources.has(resource) && !isBedrockClient(resource._client ?? {})) return undefined;
  return startRunSpan({
    resource,
    params,
    api: chatCompletionsApi,
    name: 'openai.chat.completions.runTools',
  });
}

/** A listener for errors would keep the client from reporting those that nobody handles, so it listens for the end. */
function observeRun(runner: ToolRunner, span: TraceSpan): void {
  const finish = (): void => {
    const completions = runner.allChatCompletions();
    span.log({ output: completions.at(-1), metadata: { turns: completions.length } });
    span.end();
  };
  if (!runner.on) {
    span.end();
    return;
  }
  runner.on('end', () => {
    runner.done().then(finish, (error: unknown) => {
      span.setError(describeApiError(error));
      finish();
    });
  });
}

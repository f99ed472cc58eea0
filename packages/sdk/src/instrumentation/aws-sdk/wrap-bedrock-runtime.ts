import { reportOnce } from '../../report.ts';
import type { Logger } from '../../tracer/logger.ts';
import { runtime } from '../../tracer/runtime.ts';
import type { WrapOptions } from '../model-call/wrap-options.ts';
import { bedrockAgentRuntimeServiceId, bedrockRuntimeServiceId, type AwsClient } from './aws-sdk.ts';
import { createAttemptMiddleware } from './attempt-middleware.ts';
import { createTraceMiddleware } from './trace-middleware.ts';

/**
 * Makes every call of this `BedrockRuntimeClient` or `BedrockAgentRuntimeClient`, or of their aggregated forms, a span
 * and gives back the same client. Never throws: what is not such a client is given back as it is, with one line on stderr.
 */
export function wrapBedrockRuntime<Client extends object>(client: Client, options: WrapOptions = {}): Client {
  try {
    if (isTraceableClient(client)) traceClient(client, options.logger);
    else
      reportOnce(
        'wrapBedrockRuntime was given something that is neither a BedrockRuntimeClient nor a BedrockAgentRuntimeClient: it is not traced.',
      );
  } catch (error) {
    reportOnce(`a Bedrock client could not be wrapped and is not traced: ${String(error)}`);
  }
  return client;
}

function isTraceableClient(client: object): client is AwsClient {
  const { config, middlewareStack } = client as Partial<AwsClient>;
  const isBedrock =
    config?.serviceId === bedrockRuntimeServiceId || config?.serviceId === bedrockAgentRuntimeServiceId;
  return isBedrock && typeof middlewareStack?.add === 'function';
}

/** Adds the tracing middlewares, once a client however often it is wrapped or hooked. */
export function traceClient(client: AwsClient, logger?: Logger): void {
  if (runtime.tracedClients.has(client)) return;
  runtime.tracedClients.add(client);
  client.middlewareStack.add(createTraceMiddleware(client, logger), {
    step: 'initialize',
    priority: 'high',
    name: 'outcropTraceMiddleware',
    override: true,
  });
  client.middlewareStack.add(createAttemptMiddleware(client), {
    step: 'finalizeRequest',
    priority: 'low',
    name: 'outcropAttemptMiddleware',
    override: true,
  });
  // Handlers cached before now would go past the new middleware.
  if (client.handlers) delete client.handlers;
}

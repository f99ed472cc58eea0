import { findAgentOperation, findOperation, type BedrockOperation } from '@outcrop/bedrock';
import { isWithoutContent } from '../../redaction/without-content.ts';
import { findCurrentLogger, type Logger } from '../../tracer/logger.ts';
import {
  bedrockAgentRuntimeServiceId,
  type AwsClient,
  type InitializeArguments,
  type InitializeHandler,
  type InitializeMiddleware,
} from './aws-sdk.ts';
import { callKey } from './attempt-middleware.ts';
import { BedrockCall } from './bedrock-call.ts';

/**
 * A middleware for the `initialize` step: there it sees one call whole, outside the retries, with its own input and
 * output. The caller gets the very promise that the SDK made, so nothing is delayed. The span is not made the active one:
 * nothing below a model call makes spans, and on Node 20 an active context slows every promise of the process.
 */
export function createTraceMiddleware(client: AwsClient, logger: Logger | undefined): InitializeMiddleware {
  const readRegion = createRegionReader(client);
  const isAgentRuntime = client.config.serviceId === bedrockAgentRuntimeServiceId;
  return (next, context) => {
    const commandName = context.commandName ?? '';
    const operation = isAgentRuntime ? findAgentOperation(commandName) : findOperation(commandName);
    if (!operation) return next;
    return (args) => {
      const call = startCall(operation, args.input, logger);
      if (!call) return next(args);
      readRegion((region) => call.noteRegion(region));
      return observe(call, () =>
        next({ ...args, input: call.observeInput(args.input), [callKey]: call } as InitializeArguments),
      );
    };
  };
}

function startCall(
  operation: BedrockOperation,
  input: unknown,
  logger: Logger | undefined,
): BedrockCall | undefined {
  try {
    const recording = logger ?? findCurrentLogger();
    const span = recording?.startCallSpan(operation.spanName, operation.spanType);
    if (!recording || !span) return undefined;
    if (isWithoutContent(input)) span.dropContent();
    return new BedrockCall(operation, span, { input, recording });
  } catch {
    return undefined;
  }
}

function observe(
  call: BedrockCall,
  send: () => ReturnType<InitializeHandler>,
): ReturnType<InitializeHandler> {
  let sending: ReturnType<InitializeHandler>;
  try {
    sending = send();
  } catch (error) {
    call.fail(error);
    throw error;
  }
  sending.then(
    (result) => call.succeed(result),
    (error: unknown) => call.fail(error),
  );
  return sending;
}

/** Asks the client for its region once; the SDK has to resolve it for the call anyway. */
function createRegionReader(client: AwsClient): (use: (region: string) => void) => void {
  let region: string | undefined;
  return (use) => {
    if (region !== undefined) {
      use(region);
      return;
    }
    try {
      void client.config.region?.().then(
        (value) => {
          if (typeof value !== 'string') return;
          region = value;
          use(value);
        },
        () => undefined,
      );
    } catch {
      // Without a region the call itself fails and says so.
    }
  };
}

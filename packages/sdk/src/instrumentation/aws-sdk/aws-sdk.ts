/** The parts of the AWS SDK v3 that the instrumentation touches; any version from 3.600 has them. */

export interface AwsClient {
  config: { serviceId?: string; region?: () => Promise<unknown> };
  middlewareStack: {
    add(middleware: InitializeMiddleware, options: Record<string, unknown>): void;
  };
  /** Handlers kept per command class when `cacheMiddleware` is on. */
  handlers?: unknown;
}

export interface InitializeArguments {
  input: unknown;
}

export interface InitializeResult {
  output: unknown;
  /** The raw HTTP response. */
  response?: unknown;
}

export type InitializeHandler = (args: InitializeArguments) => Promise<InitializeResult>;

export interface HandlerContext {
  /** The command's class name as a literal that minifiers leave alone, such as `ConverseCommand`. */
  commandName?: string;
}

export type InitializeMiddleware = (next: InitializeHandler, context: HandlerContext) => InitializeHandler;

/** `serviceId` of the Bedrock runtime in every version of the SDK. */
export const bedrockRuntimeServiceId = 'Bedrock Runtime';

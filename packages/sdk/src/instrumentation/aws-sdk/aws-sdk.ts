/** The parts of the AWS SDK v3 that the instrumentation touches; any version from 3.600 has them. */

export interface AwsClient {
  config: {
    serviceId?: string;
    region?: () => Promise<unknown>;
    credentials?: () => Promise<unknown>;
    requestHandler: {
      handle(request: SignedRequest, options: object): Promise<{ response: HttpResponse }>;
    };
  };
  middlewareStack: {
    add(middleware: InitializeMiddleware | FinalizeMiddleware, options: Record<string, unknown>): void;
  };
  /** Handlers kept per command class when `cacheMiddleware` is on. */
  handlers?: unknown;
}

/** As it goes to the request handler. */
export interface SignedRequest {
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  headers: Record<string, string>;
}

export interface HttpResponse {
  statusCode: number;
  body?: unknown;
}

export interface InitializeArguments {
  input: unknown;
}

/** Of the `finalizeRequest` step; has the members that earlier middlewares were given or added. */
export type FinalizeArguments = Record<string | symbol, unknown>;

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

export type FinalizeMiddleware = (
  next: (args: FinalizeArguments) => Promise<InitializeResult>,
) => (args: FinalizeArguments) => Promise<InitializeResult>;

export type InitializeMiddleware = (next: InitializeHandler, context: HandlerContext) => InitializeHandler;

/** `serviceId` of the clients that are traced, in every version of the SDK. */
export const bedrockRuntimeServiceId = 'Bedrock Runtime';
export const bedrockAgentRuntimeServiceId = 'Bedrock Agent Runtime';

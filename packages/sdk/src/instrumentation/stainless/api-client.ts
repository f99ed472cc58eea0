/** The parts of the clients of Anthropic and OpenAI that the instrumentation touches: Stainless generates them both. */

export interface ApiClient {
  baseURL?: unknown;
  /** Of Anthropic's clients for Bedrock. */
  awsRegion?: unknown;
  /** Of OpenAI's client since it takes providers. */
  _provider?: { name?: unknown };
  /** Of the clients with OpenTelemetry of their own. */
  _tracer?: unknown;
}

/** Such as `client.messages`. */
export interface ApiResource {
  _client?: ApiClient;
}

/** Makes a request at once, and parses its answer when somebody waits for it. */
export interface ApiPromise extends Promise<unknown> {
  responsePromise: Promise<ResponseProps>;
  parseResponse: (...args: unknown[]) => Promise<unknown>;
  parsedPromise?: Promise<unknown>;
  asResponse(): Promise<Response>;
  /** Of Anthropic's client 1.x, for its own helpers. */
  _responseProps?: () => Promise<ResponseProps>;
}

export interface ResponseProps {
  response: Response;
}

export function isApiPromise(value: unknown): value is ApiPromise {
  const { responsePromise, parseResponse, asResponse } = (value ?? {}) as Partial<ApiPromise>;
  return (
    responsePromise instanceof Promise &&
    typeof parseResponse === 'function' &&
    typeof asResponse === 'function'
  );
}

const bedrockHost = /^https?:\/\/bedrock-(?:runtime|mantle)(?:-fips)?\.([a-z0-9-]+)\./u;

/** The Region in the address of one of Bedrock's endpoints; undefined for any other address. */
function findRegion(baseUrl: unknown): string | undefined {
  return typeof baseUrl === 'string' ? bedrockHost.exec(baseUrl)?.[1] : undefined;
}

/** Whether the client is made for Bedrock, or pointed at it. */
export function isBedrockClient(client: ApiClient): boolean {
  return (
    'awsRegion' in client ||
    'bedrockTokenProvider' in client ||
    client._provider?.name === 'bedrock' ||
    findRegion(client.baseURL) !== undefined
  );
}

export function readRegion(client: ApiClient): string | undefined {
  return typeof client.awsRegion === 'string' ? client.awsRegion : findRegion(client.baseURL);
}

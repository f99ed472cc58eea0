/** What `initLogger` takes; every field falls back to its environment variable, then to a default. */
export interface LoggerOptions {
  /** Project the spans belong to. `OUTCROP_PROJECT`, else `default`. */
  projectName?: string;
  /** API key of the server. `OUTCROP_API_KEY`. Without one nothing is recorded. */
  apiKey?: string;
  /** Where the server is. `OUTCROP_API_URL`, else `http://127.0.0.1:4310`. */
  apiUrl?: string;
  /** OpenTelemetry's service.name. `OTEL_SERVICE_NAME`. */
  serviceName?: string;
  /** Whether `traced`, `startSpan` and instrumented clients use this logger from now on. Default `true`. */
  setCurrent?: boolean;
  /** Longest wait before finished spans are sent, in milliseconds. Default 500. */
  flushIntervalMs?: number;
  /** Longest wait for the server's answer to one request, in milliseconds. Default 10,000. */
  requestTimeoutMs?: number;
  /** Longest that `flush`, and the end of the process, wait for the server, in milliseconds. Default 10,000. */
  flushTimeoutMs?: number;
  /** Memory that waiting spans may take, in bytes; beyond it the oldest are dropped. Default 16 MiB. */
  maxQueueBytes?: number;
  /** `gzip` request bodies always, never (`none`), or only when the server is on another machine (`auto`, default). */
  compression?: 'auto' | 'gzip' | 'none';
}

export interface Settings {
  projectName: string;
  apiKey: string | undefined;
  apiUrl: string;
  serviceName: string | undefined;
  flushIntervalMs: number;
  requestTimeoutMs: number;
  flushTimeoutMs: number;
  maxQueueBytes: number;
  compression: 'auto' | 'gzip' | 'none';
}

export const defaultApiUrl = 'http://127.0.0.1:4310';

/** The only reader of the environment in this package. An empty variable counts as absent. */
function readVariable(name: string): string | undefined {
  return globalThis.process?.env[name] || undefined;
}

/** Whether the environment alone asks for tracing. */
export function isConfiguredByEnvironment(): boolean {
  return readVariable('OUTCROP_API_KEY') !== undefined;
}

export function buildSettings(options: LoggerOptions): Settings {
  return {
    projectName: options.projectName ?? readVariable('OUTCROP_PROJECT') ?? 'default',
    apiKey: options.apiKey ?? readVariable('OUTCROP_API_KEY'),
    apiUrl: (options.apiUrl ?? readVariable('OUTCROP_API_URL') ?? defaultApiUrl).replace(/\/+$/, ''),
    serviceName: options.serviceName ?? readVariable('OTEL_SERVICE_NAME'),
    flushIntervalMs: options.flushIntervalMs ?? 500,
    requestTimeoutMs: options.requestTimeoutMs ?? 10_000,
    flushTimeoutMs: options.flushTimeoutMs ?? 10_000,
    maxQueueBytes: options.maxQueueBytes ?? 16 * 1024 * 1024,
    compression: options.compression ?? 'auto',
  };
}

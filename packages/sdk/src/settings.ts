import type { Mask } from './redaction/mask.ts';
import { parseGenAiConventions, type GenAiConventions } from './otel/gen-ai-conventions.ts';

/** What `initLogger` takes; every field falls back to its environment variable, then to a default. */
export interface LoggerOptions {
  /** Project the spans belong to. `OUTCROP_PROJECT`, else `default`. */
  projectName?: string;
  /** API key of the server. `OUTCROP_API_KEY`. Without one nothing is recorded. */
  apiKey?: string;
  /** Where the server is. `OUTCROP_API_URL`, else `http://127.0.0.1:4310`. */
  apiUrl?: string;
  /** `opentelemetry` makes spans of the app's own OpenTelemetry tracer instead of sending them; needs no key. Default `outcrop`. */
  emitTo?: 'outcrop' | 'opentelemetry';
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
  /** Longest that `process.exit()`, a crash or a signal is held up to send what is left, in milliseconds. Default 2,000; 0 never holds up. */
  exitTimeoutMs?: number;
  /** Memory that waiting spans may take, in bytes. Default 16 MiB. */
  maxQueueBytes?: number;
  /** Which spans give way when memory or the spool is full. Default `drop-oldest`. */
  overflow?: 'drop-oldest' | 'drop-newest';
  /** Directory for spans that could not be sent; they are sent by the next process that has it. `OUTCROP_SPOOL_DIRECTORY`; none by default. */
  spoolDirectory?: string;
  /** Disk that the spool may take, in bytes. Default 256 MiB. */
  maxSpoolBytes?: number;
  /** `gzip` request bodies always, never (`none`), or only when the server is on another machine (`auto`, default). */
  compression?: 'auto' | 'gzip' | 'none';
  /** Whether the bytes of images, documents, sound and film are uploaded, or only described (`metadata`). `OUTCROP_ATTACHMENTS`, else `upload`. */
  attachments?: 'upload' | 'metadata';
  /** Attachments with more bytes are only described. Default 25 MiB, as much as Bedrock takes in one request. */
  maxAttachmentBytes?: number;
  /** Memory that attachments may take until they are uploaded, in bytes; beyond it they are only described. Default 64 MiB. */
  maxAttachmentQueueBytes?: number;
  /** Whether spans keep their input. `OUTCROP_RECORD_INPUT=false` turns it off. Default `true`. */
  recordInput?: boolean;
  /** Whether spans keep their output. `OUTCROP_RECORD_OUTPUT=false` turns it off. Default `true`. */
  recordOutput?: boolean;
  /** Whether embeddings keep their vectors, not only dimension and norm. Default `false`. */
  recordVectors?: boolean;
  /**
   * Whether AWS is asked for the model behind an application profile or a prompt, once an ARN, by the client that calls it.
   * `OUTCROP_RESOLVE_MODELS=false` turns it off. Default `true`.
   */
  resolveModels?: boolean;
  /** Changes or drops what is recorded before it is kept, uploaded or printed. */
  mask?: Mask;
}

export interface Settings {
  projectName: string;
  apiKey: string | undefined;
  apiUrl: string;
  emitTo: 'outcrop' | 'opentelemetry';
  /** What OpenTelemetry's own variables ask of spans that go to it. */
  genAi: GenAiConventions;
  serviceName: string | undefined;
  /** The trace that this process belongs to, under the names of W3C's headers. */
  traceContext: Readonly<Record<'traceparent' | 'tracestate' | 'baggage', string | undefined>>;
  flushIntervalMs: number;
  requestTimeoutMs: number;
  flushTimeoutMs: number;
  exitTimeoutMs: number;
  maxQueueBytes: number;
  overflow: 'drop-oldest' | 'drop-newest';
  spoolDirectory: string | undefined;
  maxSpoolBytes: number;
  compression: 'auto' | 'gzip' | 'none';
  attachments: 'upload' | 'metadata';
  maxAttachmentBytes: number;
  maxAttachmentQueueBytes: number;
  recordInput: boolean;
  recordOutput: boolean;
  recordVectors: boolean;
  resolveModels: boolean;
  mask: Mask | undefined;
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

/** Numbers of bytes and milliseconds, and choices, that nothing else sets. */
const defaults = {
  projectName: 'default',
  apiUrl: defaultApiUrl,
  emitTo: 'outcrop',
  flushIntervalMs: 500,
  requestTimeoutMs: 10_000,
  flushTimeoutMs: 10_000,
  exitTimeoutMs: 2000,
  maxQueueBytes: 16 * 1024 * 1024,
  overflow: 'drop-oldest',
  maxSpoolBytes: 256 * 1024 * 1024,
  compression: 'auto',
  attachments: 'upload',
  maxAttachmentBytes: 25 * 1024 * 1024,
  maxAttachmentQueueBytes: 64 * 1024 * 1024,
  recordInput: true,
  recordOutput: true,
  recordVectors: false,
  resolveModels: true,
} satisfies LoggerOptions;

function readSwitch(name: string): boolean | undefined {
  const value = readVariable(name);
  return value === undefined ? undefined : parseSwitch(value);
}

/** What plainly says no is false, also from an app whose settings are text. */
function parseSwitch(value: boolean | string): boolean {
  return !['false', '0', 'no', 'off'].includes(String(value).trim().toLowerCase());
}

function readEnvironment(): LoggerOptions {
  return {
    projectName: readVariable('OUTCROP_PROJECT'),
    apiKey: readVariable('OUTCROP_API_KEY'),
    apiUrl: readVariable('OUTCROP_API_URL'),
    serviceName: readVariable('OTEL_SERVICE_NAME'),
    spoolDirectory: readVariable('OUTCROP_SPOOL_DIRECTORY'),
    attachments: readVariable('OUTCROP_ATTACHMENTS') === 'metadata' ? 'metadata' : undefined,
    recordInput: readSwitch('OUTCROP_RECORD_INPUT'),
    recordOutput: readSwitch('OUTCROP_RECORD_OUTPUT'),
    resolveModels: readSwitch('OUTCROP_RESOLVE_MODELS'),
  };
}

/** https://opentelemetry.io/docs/specs/otel/context/env-carriers/ */
function readTraceContext(): Settings['traceContext'] {
  return {
    traceparent: readVariable('TRACEPARENT'),
    tracestate: readVariable('TRACESTATE'),
    baggage: readVariable('BAGGAGE'),
  };
}

export function buildSettings(options: LoggerOptions): Settings {
  const { apiKey, serviceName, spoolDirectory, mask, ...settings } = {
    apiKey: undefined,
    serviceName: undefined,
    spoolDirectory: undefined,
    mask: undefined,
    ...defaults,
    ...keepDefined(readEnvironment()),
    ...keepDefined(options),
  };
  const apiUrl = settings.apiUrl.replace(/\/+$/, '');
  const genAi = parseGenAiConventions(
    readVariable('OTEL_SEMCONV_STABILITY_OPT_IN'),
    readVariable('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'),
  );
  return {
    ...settings,
    projectName: settings.projectName || defaults.projectName,
    recordInput: parseSwitch(settings.recordInput),
    recordOutput: parseSwitch(settings.recordOutput),
    apiKey,
    serviceName,
    spoolDirectory,
    mask,
    apiUrl,
    genAi,
    ...(settings.emitTo === 'opentelemetry' &&
      genAi.capture === 'none' && { recordInput: false, recordOutput: false }),
    traceContext: readTraceContext(),
  };
}

/** An option that is passed as `undefined` counts as absent. */
function keepDefined<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}

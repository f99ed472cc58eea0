import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { outcropAttribute, type JsonValue, type SpanError, type SpanMetrics } from '@outcrop/protocol';

/** A span as it came over the wire, decoded here and not by the code under test. */
export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  name: string;
  type: string;
  startTime: number;
  /** `null` for a span sent while running. */
  endTime: number | null;
  input: JsonValue | undefined;
  output: JsonValue | undefined;
  metadata: Record<string, JsonValue>;
  metrics: SpanMetrics;
  error: SpanError | undefined;
  events: { name: string; time: number; attributes: Record<string, unknown> }[];
  tags: string[];
  revision: number;
  project: string;
  /** The attributes as they stood, by key. */
  attributes: Record<string, unknown>;
}

export interface CollectedRequest {
  headers: IncomingMessage['headers'];
  byteLength: number;
  /** The JSON as it came. */
  body: unknown;
  spans: CollectedSpan[];
}

type Respond = (request: CollectedRequest, response: ServerResponse) => void;

/** A real HTTP server that takes OTLP/JSON and keeps what it got. `respond` decides its answers. */
export class Collector {
  readonly requests: CollectedRequest[] = [];
  /** Attachments by hash, as the server would keep them. */
  readonly attachments = new Map<string, Buffer>();
  /** The hashes under which bytes came, in order. */
  readonly uploads: string[] = [];
  /** Returns whether it took care of the answer to a request about attachments. */
  respondToUpload: (response: ServerResponse) => boolean = () => false;
  respond: Respond = (_request, response) => void response.writeHead(200).end('{}');
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(port = 0): Promise<Collector> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const collector = new Collector(server);
    server.on('request', (request, response) => void collector.#handle(request, response));
    return collector;
  }

  /** The newest version of every span, in order of start. */
  get spans(): CollectedSpan[] {
    const newest = new Map<string, CollectedSpan>();
    for (const span of this.requests.flatMap((request) => request.spans)) {
      const known = newest.get(span.spanId);
      if (!known || known.revision <= span.revision) newest.set(span.spanId, span);
    }
    return [...newest.values()].sort((first, second) => first.startTime - second.startTime);
  }

  /** The only span there is. */
  get span(): CollectedSpan {
    const [span, ...others] = this.spans;
    if (!span || others.length > 0) throw new Error(`expected one span, got ${this.spans.length}`);
    return span;
  }

  clear(): void {
    this.requests.length = 0;
    this.uploads.length = 0;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    if (request.url?.startsWith('/v1/attachments/')) {
      this.#answerUpload(request, raw, response);
      return;
    }
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    const body = JSON.parse(text.toString()) as WireRequest;
    const collected = {
      headers: request.headers,
      byteLength: raw.byteLength,
      body,
      spans: decode(body),
    };
    this.requests.push(collected);
    this.respond(collected, response);
  }

  #answerUpload({ method, url = '' }: IncomingMessage, body: Buffer, response: ServerResponse): void {
    if (this.respondToUpload(response)) return;
    if (method === 'POST') {
      const { sha256 } = JSON.parse(body.toString()) as { sha256: string[] };
      response.end(JSON.stringify({ missing: sha256.filter((hash) => !this.attachments.has(hash)) }));
      return;
    }
    const sha256 = url.slice('/v1/attachments/'.length);
    this.uploads.push(sha256);
    this.attachments.set(sha256, body);
    response.end(JSON.stringify({ sha256, byte_length: body.length }));
  }
}

interface AnyValue {
  stringValue?: string;
  intValue?: string;
  doubleValue?: number;
  boolValue?: boolean;
  arrayValue?: { values: AnyValue[] };
}

interface KeyValue {
  key: string;
  value: AnyValue;
}

interface WireSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: KeyValue[];
  events?: { name: string; timeUnixNano: string; attributes: KeyValue[] }[];
}

interface WireRequest {
  resourceSpans: { resource: { attributes: KeyValue[] }; scopeSpans: { spans: WireSpan[] }[] }[];
}

function decode({ resourceSpans }: WireRequest): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const project = String(readAttributes(resource.attributes)[outcropAttribute.project]);
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => decodeSpan(span, project)));
  });
}

function decodeSpan(span: WireSpan, project: string): CollectedSpan {
  const attributes = readAttributes(span.attributes);
  function json(key: string): JsonValue | undefined {
    const text = attributes[key];
    return typeof text === 'string' ? (JSON.parse(text) as JsonValue) : undefined;
  }
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    type: String(attributes[outcropAttribute.type]),
    startTime: Number(span.startTimeUnixNano.slice(0, -3)),
    endTime: span.endTimeUnixNano === '0' ? null : Number(span.endTimeUnixNano.slice(0, -3)),
    input: json(outcropAttribute.input),
    output: json(outcropAttribute.output),
    metadata: json(outcropAttribute.metadata) as Record<string, JsonValue>,
    metrics: json(outcropAttribute.metrics) as SpanMetrics,
    error: json(outcropAttribute.error) as unknown as SpanError | undefined,
    events: (span.events ?? []).map((event) => ({
      name: event.name,
      time: Number(event.timeUnixNano.slice(0, -3)),
      attributes: readAttributes(event.attributes),
    })),
    tags: (attributes[outcropAttribute.tags] as string[] | undefined) ?? [],
    revision: Number(attributes[outcropAttribute.revision]),
    project,
    attributes,
  };
}

function readAttributes(attributes: readonly KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, readValue(value)]));
}

function readValue(value: AnyValue): unknown {
  if (value.arrayValue) return value.arrayValue.values.map(readValue);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.doubleValue ?? value.boolValue;
}

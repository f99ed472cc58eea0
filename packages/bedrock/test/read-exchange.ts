import { createEventStreamDecoder, findStringHeader } from '../src/event-stream/event-stream-decoder.ts';
import { findOperation } from '../src/operations/find-operation.ts';
import type { BedrockOperation, RequestReading, ResponseReading } from '../src/operations/operation.ts';
import type { RecordedExchange } from './recordings.ts';

const commands: Readonly<Record<string, string>> = {
  converse: 'ConverseCommand',
  'converse-stream': 'ConverseStreamCommand',
  invoke: 'InvokeModelCommand',
  'invoke-with-response-stream': 'InvokeModelWithResponseStreamCommand',
};

/** What our readers make of a recorded exchange, given to them in the shapes the AWS SDK has in hand. */
export interface ReadExchange {
  request: RequestReading;
  response: ResponseReading;
  /** Which events of the stream counted as content. */
  contentEvents: boolean[];
}

/** The operation that a path of the wire, such as `converse-stream`, belongs to. */
export function getOperation(path: string): BedrockOperation {
  const operation = findOperation(commands[path] ?? '');
  if (!operation) throw new Error(`no operation for ${path}`);
  return operation;
}

/** Feeds an exchange to our readers. */
export function readExchange(exchange: RecordedExchange): ReadExchange {
  const operation = getOperation(exchange.operation);
  const isConverse = exchange.operation.startsWith('converse');
  const body = exchange.requestBody ?? Buffer.from('{}');
  const request = operation.readRequest({
    modelId: exchange.model,
    ...(isConverse ? parseJson(body) : { body, contentType: 'application/json' }),
  });
  const headers = exchange.responseHeaders;
  if (!operation.createStreamReader) {
    const output = isConverse ? parseJson(exchange.responseBody) : { body: exchange.responseBody };
    return { request, response: operation.readResponse(output, headers), contentEvents: [] };
  }
  const reader = operation.createStreamReader(request);
  const contentEvents = listEvents(exchange).map((event) => reader.read(event));
  return { request, response: reader.result(headers), contentEvents };
}

/** The events of a stream as the AWS SDK yields them. */
export function listEvents(exchange: RecordedExchange): Record<string, unknown>[] {
  const decoder = createEventStreamDecoder();
  const messages = decoder.push(exchange.responseBody);
  decoder.end();
  return messages.map((message) => {
    const { p: _, ...value } = parseJson(message.body);
    const name = findStringHeader(message, ':event-type') ?? '';
    return { [name]: name === 'chunk' ? { bytes: Buffer.from(String(value.bytes), 'base64') } : value };
  });
}

function parseJson(bytes: Uint8Array): Record<string, unknown> {
  return JSON.parse(Buffer.from(bytes).toString());
}

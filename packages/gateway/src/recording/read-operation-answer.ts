import { findOperation, type BedrockOperation, type RequestReading } from '@outcrop/bedrock';
import { isRecord } from '../translate/conversation/parse-field.ts';
import type { CallAnswer } from './call-answer.ts';
import { noAnswer } from './call-answer.ts';
import type { CallRecord } from './call-record.ts';
import { readEventStream, readInputStream } from './read-event-stream.ts';
import { joinBytes, readJson } from './read-json.ts';

/** Operations that Bedrock is asked by for a translated call, by the last segment of their path. */
const commands: Readonly<Record<string, string>> = {
  converse: 'ConverseCommand',
  'converse-stream': 'ConverseStreamCommand',
  invoke: 'InvokeModelCommand',
  'invoke-with-response-stream': 'InvokeModelWithResponseStreamCommand',
  'count-tokens': 'CountTokensCommand',
};

const bareBodies: ReadonlySet<string> = new Set(['InvokeModelCommand']);

/** The operation of a path such as `/model/{id}/converse`; undefined for Bedrock's OpenAI-compatible paths. */
export function findOperationOfPath(path: string | undefined): BedrockOperation | undefined {
  const name = path?.split('?', 1)[0]?.split('/').at(-1) ?? '';
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return command === undefined ? undefined : findOperation(command);
}

export interface OperationCall {
  operation: BedrockOperation;
  request: RequestReading;
}

/** Reads Bedrock's own answer to one of its operations, whole or streamed. */
export function readOperationAnswer({ operation, request }: OperationCall, call: CallRecord): CallAnswer {
  if (call.responseChunks.length === 0 && !operation.inputStreamProperty) return noAnswer;
  const reader = operation.createStreamReader?.(request);
  if (reader) {
    if (operation.inputStreamProperty) readInputStream(reader, call.requestBody);
    return call.streamed?.finish(call.responseHeaders, false) ?? readEventStream(reader, call);
  }
  const bytes = joinBytes(call.responseChunks);
  const parsed = readJson(bytes);
  const body = isRecord(parsed) ? parsed : undefined;
  const output = bareBodies.has(operation.command) ? buildInvokeOutput(bytes, call) : (body ?? {});
  return { reading: operation.readResponse(output, call.responseHeaders), body };
}

function buildInvokeOutput(
  body: Uint8Array,
  { responseHeaders: headers }: CallRecord,
): Record<string, unknown> {
  return {
    body,
    contentType: headers['content-type'],
    performanceConfigLatency: headers['x-amzn-bedrock-performanceconfig-latency'],
    serviceTier: headers['x-amzn-bedrock-service-tier'],
  };
}

import { findResponseFamily } from '../families/registry.ts';
import { keepPresent, readRecord } from '../read-value.ts';
import { mergeUsage, readHeaderUsage } from '../usage.ts';
import { readBody } from './invoke-model-body.ts';
import { readEnvelope, readLatencyHeader } from './invoke-model-envelope.ts';
import { readInvokeModelRequest } from './invoke-model-request.ts';
import type { BedrockOperation, ResponseHeaders, ResponseReading } from './operation.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html */
export const invokeModel: BedrockOperation = {
  command: 'InvokeModelCommand',
  operation: 'invokeModel',
  spanName: 'bedrock.invokeModel',
  readRequest: readInvokeModelRequest,
  readResponse,
};

function readResponse(output: Record<string, unknown>, headers: ResponseHeaders): ResponseReading {
  const content = readBody(output.body, output.contentType);
  const body = readRecord(content);
  const family = findResponseFamily(body)?.readResponse(body);
  return {
    output: content,
    metadata: { ...keepPresent({ stop_reason: family?.stopReason }), ...readEnvelope(output, body) },
    usage: mergeUsage(readHeaderUsage(headers), family?.usage),
    latencyMs: readLatencyHeader(headers),
  };
}

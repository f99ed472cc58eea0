import { findResponseFamily } from '../families/registry.ts';
import { summarizeVectors } from '../families/summarize-vectors.ts';
import { joinMetrics } from '../join-metrics.ts';
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
  const family = findResponseFamily(body);
  const reading = family?.readResponse(body);
  const envelope = readEnvelope(output, body);
  return {
    output: content,
    metadata: {
      ...keepPresent({ stop_reason: reading?.stopReason, is_embedding: family?.isEmbedding }),
      ...envelope.metadata,
    },
    metrics: joinMetrics(envelope.metrics, reading?.metrics),
    usage: mergeUsage(readHeaderUsage(headers), reading?.usage),
    latencyMs: readLatencyHeader(headers),
    ...(family?.isEmbedding && { summary: summarizeVectors(content) }),
  };
}

import { dropCredentials } from '../drop-credentials.ts';
import { isRecord, keepPresent, readArray, readRecord, readString } from '../read-value.ts';
import type { ModelApi } from './model-api.ts';

/** A batch may hold 100,000 requests and 256 MB: a span has the first of them and says how many there are. */
const keptRequests = 20;

/**
 * Handing in a batch of messages. Its answers come hours later, so there are neither tokens nor a cost.
 * https://docs.claude.com/en/api/creating-message-batches
 */
export const messageBatchesApi: ModelApi = {
  spanName: 'anthropic.messages.batches.create',
  operation: 'messages.batches.create',
  spanType: 'function',
  provider: 'anthropic',
  readRequest(body) {
    const requests = readArray(body.requests);
    const models = [...new Set(requests.map(readModel))];
    return {
      model: models.length === 1 ? models[0] : undefined,
      input: { requests: requests.slice(0, keptRequests).map(dropRequestCredentials) },
      metadata: { request_count: requests.length },
    };
  },
  readResponse: (body) => ({
    output: body,
    metadata: keepPresent({ batch_id: body.id, status: body.processing_status }),
  }),
};

function readModel(request: unknown): string | undefined {
  return readString(readRecord(readRecord(request).params).model);
}

function dropRequestCredentials(request: unknown): unknown {
  if (!isRecord(request) || !isRecord(request.params)) return request;
  const params = dropCredentials(request.params);
  return params === request.params ? request : { ...request, params };
}

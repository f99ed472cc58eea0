import { readParameters } from '../families/read-parameters.ts';
import type { ResponseReading } from '../operations/operation.ts';
import { keepPresent, readRecord, readString } from '../read-value.ts';
import { excludeCachedTokens, readUsage, type Usage } from '../usage.ts';
import type { ModelApi } from './model-api.ts';
import { readRequestMetadata } from './read-request-metadata.ts';
import { ResponseStreamReader } from './response-stream-reader.ts';

const content = new Set(['model', 'input', 'instructions']);
/** What the answer repeats of the request and would only be kept twice. */
const repeated = new Set(['instructions', 'tools']);

/** OpenAI's Responses: https://platform.openai.com/docs/api-reference/responses */
export const responsesApi: ModelApi = {
  spanName: 'openai.responses.create',
  operation: 'responses.create',
  provider: 'openai',
  readRequest: (body) => ({
    model: readString(body.model),
    input: keepPresent({ input: body.input, instructions: body.instructions }),
    metadata: {
      ...readRequestMetadata(body, content),
      ...readParameters(body, { maxTokens: 'max_output_tokens', topP: 'top_p' }),
    },
  }),
  readResponse,
  createStreamReader: () => new ResponseStreamReader(readResponse),
};

function readResponse(body: Record<string, unknown>): ResponseReading {
  const incomplete = readString(readRecord(body.incomplete_details).reason);
  return {
    output: Object.fromEntries(Object.entries(body).filter(([name]) => !repeated.has(name))),
    metadata: keepPresent({
      // A response that is still being written has no reason to have stopped.
      stop_reason: incomplete ?? (body.status === 'in_progress' ? undefined : body.status),
      service_tier: body.service_tier === 'auto' ? undefined : body.service_tier,
    }),
    usage: readResponseUsage(body.usage),
  };
}

/** Its input count includes cache reads, as that of Chat Completions does. */
function readResponseUsage(value: unknown): Usage | undefined {
  const said = readRecord(value);
  const usage = readUsage({
    inputTokens: said.input_tokens,
    outputTokens: said.output_tokens,
    totalTokens: said.total_tokens,
    cacheReadTokens: readRecord(said.input_tokens_details).cached_tokens,
    reasoningTokens: readRecord(said.output_tokens_details).reasoning_tokens,
  });
  return usage && excludeCachedTokens(usage);
}

import { dropCredentials, messageTokensApi } from '@outcrop/bedrock';
import type { SpanType } from '@outcrop/protocol';
import { isRecord } from '../translate/conversation/parse-field.ts';
import type { CallReading } from './call-reading.ts';
import type { CalledApi, CallRecord } from './call-record.ts';
import { joinAnswers } from './join-answers.ts';
import { joinBytes, readJson } from './read-json.ts';
import { findOperationOfPath, readOperationAnswer } from './read-operation-answer.ts';

type OtherApiName = Extract<CalledApi, { kind: 'other' }>['api'];

interface OtherApi {
  spanName: string;
  operation: string;
  provider: string;
  spanType?: SpanType;
  /** Members of the body that are content; the others are metadata. */
  content: readonly string[];
}

const apis: Readonly<Record<OtherApiName, OtherApi>> = {
  completions: describeOpenAi('completions.create', ['prompt', 'suffix']),
  embeddings: describeOpenAi('embeddings.create', ['input']),
  images: describeOpenAi('images.generate', ['prompt', 'image', 'mask']),
  transcriptions: describeOpenAi('audio.transcriptions.create', ['file', 'prompt']),
  rerank: {
    spanName: 'rerank',
    operation: 'rerank',
    provider: 'aws-bedrock',
    content: ['query', 'documents'],
  },
  'count-tokens': { ...messageTokensApi, content: ['messages', 'system'] },
};

function describeOpenAi(name: string, content: readonly string[]): OtherApi {
  return { spanName: `openai.${name}`, operation: name, provider: 'openai', content };
}

/** A call of an API beside those of conversations. The answer is as Bedrock gave it. */
export function readOtherCall(name: OtherApiName, call: CallRecord): CallReading {
  const api = apis[name];
  const body = readJson(call.requestBody);
  const request = isRecord(body)
    ? splitBody(dropCredentials(body), api.content)
    : { input: describeRawBody(call), metadata: {} };
  return {
    spanName: api.spanName,
    spanType: api.spanType ?? 'llm',
    identity: { provider: api.provider, service: 'aws-bedrock', operation: api.operation },
    request,
    readAnswer() {
      const operation = findOperationOfPath(call.upstreamPath);
      if (operation)
        return joinAnswers(listAnswers(call).map((one) => readOperationAnswer({ operation, request }, one)));
      return { reading: { output: readJson(joinBytes(call.responseChunks)), metadata: {} } };
    },
  };
}

/** The call once for each answer that Bedrock gave, of which each has its own usage. */
function listAnswers(call: CallRecord): CallRecord[] {
  const { furtherAnswers = [] } = call;
  const answered = furtherAnswers.filter(
    ({ upstreamStatus = 0 }) => upstreamStatus >= 200 && upstreamStatus < 300,
  );
  return [call, ...answered.map((answer) => ({ ...call, ...answer }))];
}

function splitBody(body: Record<string, unknown>, content: readonly string[]) {
  const input: Record<string, unknown> = {};
  const metadata: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined || value === null || name === 'model') continue;
    (content.includes(name) ? input : metadata)[name] = value;
  }
  return { input, metadata };
}

/** Such as a form with a file. */
function describeRawBody({ requestBody, requestHeaders }: CallRecord): unknown {
  if (requestBody.length === 0) return undefined;
  return {
    type: 'attachment',
    content_type: requestHeaders['content-type']?.split(';', 1)[0] ?? 'application/octet-stream',
    byte_length: requestBody.length,
  };
}

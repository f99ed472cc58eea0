import { dropCredentials } from '@outcrop/bedrock';
import { isRecord } from '../translate/conversation/parse-field.ts';
import type { CallAnswer } from './call-answer.ts';
import type { CallReading } from './call-reading.ts';
import type { CallRecord } from './call-record.ts';
import { findPartialReason } from './find-partial-reason.ts';
import { readJson } from './read-json.ts';

type Metadata = Record<string, unknown>;

/** By the gateway's names of what cut an answer off, those of the SDK. */
const partialReasons = { aborted: 'aborted', truncated: 'ended_early', exception: 'failed' } as const;

/** The metadata of the SDK's span of the same call, and what only the gateway knows. No header but these is kept. */
export function mapCallMetadata(
  call: CallRecord,
  { reading, answer }: { reading: CallReading; answer: CallAnswer },
): Metadata {
  // Each property is set once: spreads and deletions would make the object a dictionary, which costs several times this.
  const metadata: Metadata = {};
  keepAll(metadata, reading.identity);
  keep(metadata, 'model', reading.request.model ?? (call.model || undefined));
  keepAll(metadata, reading.request.metadata);
  keepAll(metadata, answer.reading.metadata);
  keep(metadata, 'invoked_model', answer.reading.metadata['invoked_model'] ?? findInvokedModel(call));
  keep(metadata, 'request_id', findRequestId(call));
  keep(metadata, 'user_agent', call.requestHeaders['user-agent']);
  keep(metadata, 'key_name', call.caller.keyName);
  keep(metadata, 'http_status', call.status);
  keep(metadata, 'cache', call.cache);
  keepPlace(metadata, call);
  keepTranslation(metadata, call);
  if (call.isResponseCut) metadata['response_cut'] = true;
  keepPartial(metadata, call, answer);
  return metadata;
}

function keepPlace(metadata: Metadata, { attempts }: CallRecord): void {
  const { target } = attempts.at(-1) ?? {};
  metadata['attempts'] = attempts.length;
  keep(metadata, 'region', target?.provider.endpoint.region);
  keep(metadata, 'provider_name', target?.provider.name);
}

function keepTranslation(metadata: Metadata, call: CallRecord): void {
  const { dropped, upstreamBody, upstreamPath, furtherAnswers } = call;
  if (dropped.length > 0) metadata['dropped'] = dropped.map((notice) => ({ ...notice }));
  if (furtherAnswers) metadata['invocations'] = 1 + furtherAnswers.length;
  if (upstreamBody) metadata['bedrock_request'] = { path: upstreamPath, body: readBedrockBody(upstreamBody) };
}

/** What the model is known by where the client calls it something else. */
function findInvokedModel({ attempts, cachedFrom, model }: CallRecord): string | undefined {
  const known = (cachedFrom ?? attempts.at(-1)?.target)?.knownModelId;
  return known === model ? undefined : known;
}

function findRequestId({ responseHeaders: headers, error }: CallRecord): string | undefined {
  return headers['x-amzn-requestid'] ?? headers['x-request-id'] ?? headers['request-id'] ?? error?.requestId;
}

function readBedrockBody(bytes: Uint8Array): unknown {
  const body = readJson(bytes);
  if (!isRecord(body)) return body;
  const { additionalModelRequestFields: additional } = body;
  if (isRecord(additional)) body.additionalModelRequestFields = dropCredentials(additional);
  return dropCredentials(body);
}

function keepPartial(metadata: Metadata, call: CallRecord, answer: CallAnswer): void {
  const reason = findPartialReason(call, answer);
  if (reason === undefined) return;
  metadata['partial'] = true;
  metadata['partial_reason'] = partialReasons[reason];
}

function keepAll(metadata: Metadata, source: Metadata): void {
  for (const name of Object.keys(source)) keep(metadata, name, source[name]);
}

function keep(metadata: Metadata, name: string, value: unknown): void {
  if (value !== undefined && value !== null) metadata[name] = value;
}

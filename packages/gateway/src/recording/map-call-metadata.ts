import { dropCredentials } from '@outcrop/bedrock';
import { isRecord } from '../translate/conversation/parse-field.ts';
import type { CallAnswer } from './call-answer.ts';
import type { CallReading } from './call-reading.ts';
import type { CallRecord } from './call-record.ts';
import { readJson } from './read-json.ts';

type Metadata = Record<string, unknown>;

/** By the gateway's names of what cut an answer off, those of the SDK. */
const partialReasons = { aborted: 'aborted', truncated: 'ended_early', exception: 'failed' } as const;

/** The metadata of the SDK's span of the same call, and what only the gateway knows. No header but these is kept. */
export function mapCallMetadata(
  call: CallRecord,
  { reading, answer }: { reading: CallReading; answer: CallAnswer },
): Metadata {
  const { target } = call.attempts.at(-1) ?? {};
  return dropAbsent({
    ...reading.identity,
    model: reading.request.model ?? (call.model || undefined),
    ...reading.request.metadata,
    ...answer.reading.metadata,
    invoked_model: answer.reading.metadata['invoked_model'] ?? findInvokedModel(call),
    region: target?.provider.endpoint.region,
    request_id: findRequestId(call),
    attempts: call.attempts.length,
    provider_name: target?.provider.name,
    key_name: call.caller.keyName,
    user_agent: call.requestHeaders['user-agent'],
    http_status: call.status,
    cache: call.cache,
    dropped: call.dropped.length > 0 ? call.dropped.map((notice) => ({ ...notice })) : undefined,
    bedrock_request: call.upstreamBody && {
      path: call.upstreamPath,
      body: readBedrockBody(call.upstreamBody),
    },
    response_cut: call.isResponseCut || undefined,
    ...describePartial(call, answer),
  });
}

/** What the model is known by where the client calls it something else. */
function findInvokedModel({ attempts, model }: CallRecord): string | undefined {
  const known = attempts.at(-1)?.target.knownModelId;
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

function describePartial(call: CallRecord, { exception, isBroken }: CallAnswer): Metadata {
  const reason =
    call.partialReason ??
    (exception ? 'exception' : isBroken && !call.isResponseCut && call.isStream ? 'truncated' : undefined);
  return reason === undefined ? {} : { partial: true, partial_reason: partialReasons[reason] };
}

function dropAbsent(metadata: Metadata): Metadata {
  for (const [name, value] of Object.entries(metadata))
    if (value === undefined || value === null) delete metadata[name];
  return metadata;
}

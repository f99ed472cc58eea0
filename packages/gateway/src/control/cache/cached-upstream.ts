import type { CachedCallSource, CallRecord, UpstreamRecord } from '../../recording/call-record.ts';
import { joinBytes } from '../../recording/read-json.ts';
import { ToolNames } from '../../translate/prepare/tool-names.ts';
import type { CachedAnswer } from '../../gateway-host.ts';

interface KeptAnswer {
  status?: number;
  headers: Readonly<Record<string, string>>;
  /** Base64; absent where it is what the client gets. */
  body?: string;
}

/** What Bedrock said when an answer was cached, as JSON: those who get it again have the same trace. */
export interface CachedUpstream {
  path?: string;
  answers: readonly KeptAnswer[];
  source: CachedCallSource;
  /** Tool names that Bedrock was told, each with the client's. */
  toolNames?: readonly (readonly [string, string])[];
  outputToolName?: string;
}

/** Undefined when more was said than the record has. */
export function buildCachedUpstream(record: CallRecord): CachedUpstream | undefined {
  if (record.isResponseCut) return undefined;
  const { api, spanId, startedAt, upstreamPath, furtherAnswers = [], restoration, attempts } = record;
  const target = attempts.at(-1)?.target;
  return {
    path: upstreamPath,
    answers: [record, ...furtherAnswers].map((answer) => keepAnswer(answer, api.kind !== 'native')),
    source: { spanId, startedAt, knownModelId: target?.knownModelId },
    toolNames: restoration?.toolNames.listOriginals(),
    outputToolName: restoration?.outputToolName,
  };
}

/** What the record of a call has that was answered from the cache. */
export function restoreUpstream({ upstream, body }: CachedAnswer): Partial<CallRecord> {
  if (!upstream) return {};
  const [first, ...further] = upstream.answers.map((answer) => restoreAnswer(answer, body));
  return {
    ...first,
    ...(further.length > 0 && { furtherAnswers: further }),
    upstreamPath: upstream.path,
    cachedFrom: upstream.source,
    ...(upstream.toolNames && {
      restoration: {
        toolNames: new ToolNames([], upstream.toolNames),
        outputToolName: upstream.outputToolName,
      },
    }),
  };
}

function keepAnswer(answer: UpstreamRecord, isTranslated: boolean): KeptAnswer {
  const { upstreamStatus: status, responseHeaders: headers, responseChunks } = answer;
  if (!isTranslated) return { status, headers };
  return { status, headers, body: Buffer.from(joinBytes(responseChunks)).toString('base64') };
}

function restoreAnswer({ status, headers, body }: KeptAnswer, clientBody: Uint8Array): UpstreamRecord {
  return {
    upstreamStatus: status,
    responseHeaders: headers,
    responseChunks: [body === undefined ? clientBody : Buffer.from(body, 'base64')],
  };
}

import type { Reply } from './client-api.ts';
import type { AnswerRestoration } from './conversation/answer-restoration.ts';
import { parseRecord } from './conversation/parse-field.ts';
import { type ClientApiName, clientApis, type ModelFormatName, modelFormats } from './registry.ts';

export interface AnswerTranslation {
  from: ModelFormatName;
  to: ClientApiName;
  /** Bedrock's parsed JSON. */
  body: unknown;
  restoration: AnswerRestoration;
  reply: Reply;
}

/** Translates a whole answer of Bedrock's for the client. */
export function translateAnswer({ from, to, body, restoration, reply }: AnswerTranslation): object {
  const answer = modelFormats[from].readAnswer(parseRecord(body, ''), restoration);
  return clientApis[to].buildAnswer(answer, reply);
}

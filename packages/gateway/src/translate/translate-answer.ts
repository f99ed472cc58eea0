import type { Reply } from './client-api.ts';
import type { AnswerRestoration } from './conversation/answer-restoration.ts';
import { parseRecord } from './conversation/parse-field.ts';
import {
  type ClientApiName,
  clientApis,
  findPassthrough,
  type ModelFormatName,
  modelFormats,
} from './registry.ts';

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
  const fields = parseRecord(body, '');
  const passthrough = findPassthrough(to, from);
  if (passthrough) return passthrough.mapAnswer(fields, reply);
  return clientApis[to].buildAnswer(modelFormats[from].readAnswer(fields, restoration), reply);
}

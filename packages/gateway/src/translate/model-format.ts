import type { Answer } from './conversation/answer.ts';
import type { AnswerListener } from './conversation/answer-listener.ts';
import type { AnswerReader } from './conversation/answer-reader.ts';
import type { AnswerRestoration } from './conversation/answer-restoration.ts';
import type { Conversation } from './conversation/conversation.ts';
import type { Fields } from './conversation/parse-field.ts';
import type { TranslationContext } from './conversation/translation-context.ts';
import type { Preparation } from './prepare/prepare-conversation.ts';

export interface ModelRequest {
  body: object;
  /** Headers that say what the body has no field for. */
  headers: Record<string, string>;
}

/** One of Bedrock's ways to ask a model. */
export interface ModelFormat {
  /** The conversation is already prepared for the model. */
  buildRequest(
    conversation: Conversation,
    preparation: Preparation,
    context: TranslationContext,
  ): ModelRequest;
  readAnswer(body: Fields, restoration: AnswerRestoration): Answer;
  createReader(listener: AnswerListener, restoration: AnswerRestoration): AnswerReader;
}

/** A way that has its own operations. */
export interface OperationFormat extends ModelFormat {
  /** The last part of the path: `/model/{id}/converse`. */
  path: 'converse' | 'invoke';
  streamPath: 'converse-stream' | 'invoke-with-response-stream';
}

import type { GatewayError } from '../gateway-error.ts';
import type { Answer } from './conversation/answer.ts';
import type { AnswerListener } from './conversation/answer-listener.ts';
import type { AnswerIdentity } from './conversation/answer-identity.ts';
import type { Conversation } from './conversation/conversation.ts';
import type { Fields } from './conversation/parse-field.ts';
import type { TranslationContext } from './conversation/translation-context.ts';

/** Of the client's request, what its answer repeats or depends on. */
export interface Reply extends AnswerIdentity {
  /** The client's body. */
  request: Fields;
}

/** Takes the data of one server-sent event; for one that tells of a failure also the failure. */
export type EmitPayload = (payload: object, failure?: GatewayError) => void;

/** An API that clients speak. Adding one means a folder with these and a line in the registry. */
export interface ClientApi {
  parseRequest(body: Fields, context: TranslationContext): Conversation;
  buildAnswer(answer: Answer, reply: Reply): object;
  createStream(reply: Reply, emit: EmitPayload): AnswerListener;
  /** The JSON of a payload, where the API has a quicker way to it. */
  encodePayload?: (payload: object) => string;
  buildError(error: GatewayError): object;
  /** Whether server-sent events are named by their payload's `type`. */
  hasEventNames: boolean;
  /** The data of the last event, where the API has one. */
  lastEvent?: string;
}

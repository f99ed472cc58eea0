import type { Conversation } from '../answer/conversation.ts';
import type { AnswerPlan } from '../answer/plan-answer.ts';
import type { JsonObject } from '../json.ts';

/** One JSON object of a stream's `chunk` events. */
export interface StreamChunk {
  payload: JsonObject;
  /** Generated tokens it carries, for pacing. */
  tokens: number;
}

interface FamilyMatch {
  name: string;
  /** By a model's id without its geography, such as `amazon.nova-pro-v1:0`. */
  matchesModel(modelName: string): boolean;
  /** By the body, for ARNs that do not say the model. */
  matchesBody(body: JsonObject): boolean;
}

/** A family that writes text: reads its own request body and renders the common plan in its own words. */
export interface GenerationFamily extends FamilyMatch {
  kind: 'generation';
  /** Throws a ServiceError for what the family would refuse. */
  readRequest(body: JsonObject, modelId: string): Conversation;
  renderBody(plan: AnswerPlan, conversation: Conversation): JsonObject;
  renderChunks(plan: AnswerPlan, conversation: Conversation): StreamChunk[];
  /** AI21 sends `amazon-bedrock-invocationMetrics` in a chunk of its own. */
  hasSeparateMetricsChunk?: boolean;
}

/** A family that writes no text, but vectors, images or an order; it does not stream. */
export interface DirectFamily extends FamilyMatch {
  kind: 'direct';
  /** Throws a ServiceError for what the family would refuse. */
  answer(body: JsonObject): DirectAnswer;
}

export interface DirectAnswer {
  body: JsonObject;
  /** Absent where nobody pays by the token. */
  inputTokens?: number;
}

export type EmulatedFamily = GenerationFamily | DirectFamily;

export function chunk(payload: JsonObject, tokens = 0): StreamChunk {
  return { payload, tokens };
}

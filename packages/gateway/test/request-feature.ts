export interface RequestFeature {
  name: string;
  modelId?: string;
  /** How each client API asks for it; absent where it has no words for it. */
  chat?: object;
  responses?: object;
  messages?: object;
  /** What shows in the body or the headers that Bedrock gets. */
  converse: RegExp;
  anthropic: RegExp;
  openai: RegExp;
}

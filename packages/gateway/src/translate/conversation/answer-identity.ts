/** What an answer is called towards the client. Bedrock says none of it. */
export interface AnswerIdentity {
  /** Unique, without the API's prefix. */
  id: string;
  /** As the client named it. */
  model: string;
  createdSeconds: number;
}

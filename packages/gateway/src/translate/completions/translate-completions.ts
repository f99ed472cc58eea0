import type { ChatChunk, ChatCompletion, ChatUsage } from '../answer-to-openai-chat/chat-completion.ts';
import { type Fields, parseArray, parseString, refuse } from '../conversation/parse-field.ts';

/** https://platform.openai.com/docs/api-reference/completions/object */
export interface TextCompletion {
  id: string;
  object: 'text_completion';
  created: number;
  model: string;
  choices: { index: number; text: string; logprobs: null; finish_reason: string | null }[];
  usage?: ChatUsage | null;
}

/** Makes of OpenAI's `POST /v1/completions` a chat completion: the prompt is the user's one message. Throws a 400. */
export function mapCompletionsRequest({ prompt, ...body }: Fields): Fields {
  return { ...body, messages: [{ role: 'user', content: parsePrompt(prompt) }] };
}

export function mapCompletionsAnswer(answer: object): TextCompletion {
  const { choices, usage, ...completion } = answer as ChatCompletion;
  const texts = choices.map(({ index, message, finish_reason }) => ({
    index,
    text: message.content ?? '',
    logprobs: null,
    finish_reason,
  }));
  return nameCompletion(completion, texts, usage);
}

/** Undefined for a chunk that says nothing to a client of completions, such as the role that a chat begins with. */
export function mapCompletionsChunk(chunk: object): TextCompletion | undefined {
  const { choices, usage, ...completion } = chunk as ChatChunk;
  const isSilent = choices.every(({ delta, finish_reason }) => !delta.content && finish_reason === null);
  if (choices.length > 0 && isSilent) return undefined;
  const texts = choices.map(({ index, delta, finish_reason }) => ({
    index,
    text: delta.content ?? '',
    logprobs: null,
    finish_reason,
  }));
  return nameCompletion(completion, texts, usage);
}

type Named = Pick<TextCompletion, 'id' | 'created' | 'model'>;

function nameCompletion(
  { id, created, model }: Named,
  choices: TextCompletion['choices'],
  usage: ChatUsage | null | undefined,
): TextCompletion {
  const completion: TextCompletion = {
    id: id.replace(/^chatcmpl-/, 'cmpl-'),
    object: 'text_completion',
    created,
    model,
    choices,
  };
  if (usage) completion.usage = usage;
  return completion;
}

function parsePrompt(prompt: unknown): string {
  if (prompt === undefined || prompt === null) refuse('prompt', 'is missing');
  if (typeof prompt === 'string') return prompt;
  const [first, ...more] = parseArray(prompt, 'prompt');
  if (typeof first === 'number' || Array.isArray(first)) {
    refuse('prompt', 'tokens cannot be sent to Bedrock: send text', 'unsupported_parameter');
  }
  if (more.length > 0)
    refuse('prompt', 'must be one text: send one request for each', 'unsupported_parameter');
  return parseString(first, 'prompt[0]');
}

import type { ModelFormatName } from '@outcrop/protocol';

interface FormatText {
  title: string;
  /** When to choose it. */
  text: string;
}

export const formatTexts: Record<ModelFormatName, FormatText> = {
  anthropic: {
    title: 'Anthropic',
    text: 'Claude with its own Messages body by InvokeModel: every feature of Anthropic’s API.',
  },
  converse: {
    title: 'Converse',
    text: 'Bedrock’s common API: right for nearly every other model.',
  },
  openai: {
    title: 'OpenAI',
    text: 'Bedrock’s own chat completions endpoint, for models that speak it.',
  },
};

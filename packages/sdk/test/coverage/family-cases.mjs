// InvokeModel's bodies, family by family.
import { describeStream, describeValue } from './describe-outcome.mjs';
import { findOperation } from './operations.mjs';

const question = 'What is the capital of France?';
const messages = [{ role: 'user', content: question }];

const families = {
  'Claude, Messages': [
    'anthropic.claude-3-5-sonnet-20240620-v1:0',
    { anthropic_version: 'bedrock-2023-05-31', max_tokens: 99, messages },
  ],
  'Claude, text': [
    'anthropic.claude-v2:1',
    { prompt: `\n\nHuman: ${question}\n\nAssistant:`, max_tokens_to_sample: 99 },
  ],
  Nova: [
    'us.amazon.nova-pro-v1:0',
    { messages: [{ role: 'user', content: [{ text: question }] }], inferenceConfig: { maxTokens: 99 } },
  ],
  'Titan Text': [
    'amazon.titan-text-express-v1',
    { inputText: question, textGenerationConfig: { maxTokenCount: 99 } },
  ],
  Llama: ['meta.llama3-8b-instruct-v1:0', { prompt: question, max_gen_len: 99 }],
  'Mistral, text': [
    'mistral.mistral-7b-instruct-v0:2',
    { prompt: `<s>[INST] ${question} [/INST]`, max_tokens: 99 },
  ],
  'DeepSeek R1': ['us.deepseek.r1-v1:0', { prompt: `<｜User｜>${question}<｜Assistant｜>`, max_tokens: 99 }],
  'Command R': ['cohere.command-r-v1:0', { message: question, max_tokens: 99 }],
  Command: ['cohere.command-text-v14', { prompt: question, max_tokens: 99, p: 0.9 }],
  'gpt-oss': ['openai.gpt-oss-120b-1:0', { messages, max_completion_tokens: 99 }],
  'Mistral, chat': ['mistral.mistral-large-2407-v1:0', { messages, max_tokens: 99 }],
  Jamba: ['ai21.jamba-1-5-large-v1:0', { messages, max_tokens: 99 }],
  'Titan Embeddings': ['amazon.titan-embed-text-v2:0', { inputText: question }],
  'Cohere Embed': ['cohere.embed-english-v3', { texts: [question], input_type: 'search_query' }],
};

function buildCase(family, isStream) {
  const [modelId, body] = families[family];
  const operation = findOperation(isStream ? 'InvokeModelWithResponseStream' : 'InvokeModel');
  return {
    table: 'families',
    row: family,
    column: operation.name,
    operation,
    hasTokens: true,
    run: async (context) => {
      const command = new context.sdk[operation.command]({ modelId, body: JSON.stringify(body) });
      const output = await context.createClient().send(command);
      return isStream ? describeStream(output.body) : describeValue(output);
    },
  };
}

export const familyCases = Object.keys(families).flatMap((family) =>
  /Embed/.test(family) ? [buildCase(family, false)] : [buildCase(family, false), buildCase(family, true)],
);

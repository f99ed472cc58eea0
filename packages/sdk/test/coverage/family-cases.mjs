// InvokeModel's bodies, family by family.
import { describeStream, describeValue } from './describe-outcome.mjs';
import { findOperation } from './operations.mjs';

const question = 'What is the capital of France?';
const messages = [{ role: 'user', content: question }];

/** Of a family: a model, a body, and what counts its calls where tokens do not. */
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
  'Nova Embeddings': [
    'amazon.nova-2-multimodal-embeddings-v1:0',
    {
      taskType: 'SINGLE_EMBEDDING',
      singleEmbeddingParams: { embeddingPurpose: 'GENERIC_INDEX', text: { value: question } },
    },
  ],
  'Nova Canvas': [
    'amazon.nova-canvas-v1:0',
    { taskType: 'TEXT_IMAGE', textToImageParams: { text: 'granite' }, imageGenerationConfig: { seed: 1 } },
    'generated_images',
  ],
  'Titan Image': [
    'amazon.titan-image-generator-v2:0',
    { taskType: 'TEXT_IMAGE', textToImageParams: { text: 'granite' } },
    'generated_images',
  ],
  Stability: [
    'stability.stable-image-core-v1:1',
    { prompt: 'granite', aspect_ratio: '1:1', seed: 1 },
    'generated_images',
  ],
  'Cohere Rerank': [
    'cohere.rerank-v3-5:0',
    { query: question, documents: ['Paris is the capital.', 'Rocks are hard.'], api_version: 2 },
    'search_queries',
  ],
};

/** Those that do not stream and have no reason to stop: they embed, draw or rank. */
const wholeOnly = new Set(
  Object.keys(families).filter((family) => /Embed/u.test(family) || families[family].length > 2),
);

function buildCase(family, isStream) {
  const [modelId, body, metric = 'prompt_tokens'] = families[family];
  const operation = findOperation(isStream ? 'InvokeModelWithResponseStream' : 'InvokeModel');
  return {
    table: 'families',
    row: family,
    column: operation.name,
    operation,
    metric,
    hasStopReason: !wholeOnly.has(family),
    run: async (context) => {
      const command = new context.sdk[operation.command]({ modelId, body: JSON.stringify(body) });
      const output = await context.createClient().send(command);
      return isStream ? describeStream(output.body) : describeValue(output);
    },
  };
}

export const familyCases = Object.keys(families).flatMap((family) =>
  wholeOnly.has(family) ? [buildCase(family, false)] : [buildCase(family, false), buildCase(family, true)],
);

import { sealReasoning } from '../src/translate/openai-responses-to-conversation/reasoning-seal.ts';
import { mediaFeatures } from './media-features.ts';
import type { RequestFeature } from './request-feature.ts';
import { models } from './translate-for.ts';
import { weatherSchema, weatherTool } from './weather-tool.ts';

const hello = [{ role: 'user', content: 'Hello' }];
const cached = { cache_control: { type: 'ephemeral' } };
const user = (...content: object[]) => [{ role: 'user', content }];
const chatTools = { messages: hello, tools: [weatherTool] };
const responsesTools = {
  input: 'Hello',
  tools: [{ type: 'function', name: 'get_weather', parameters: weatherSchema }],
};
const messagesTools = { messages: hello, tools: [{ name: 'get_weather', input_schema: weatherSchema }] };
const guardrail = { guardrailConfig: { guardrailIdentifier: 'g1', guardrailVersion: '2', trace: 'enabled' } };

function everywhere(fields: object): Pick<RequestFeature, 'chat' | 'responses' | 'messages'> {
  return {
    chat: { messages: hello, ...fields },
    responses: { input: 'Hello', ...fields },
    messages: { messages: hello, ...fields },
  };
}

export const requestFeatures: readonly RequestFeature[] = [
  {
    name: 'system prompt',
    chat: { messages: [{ role: 'system', content: 'Be kind' }, ...hello] },
    responses: { instructions: 'Be kind', input: 'Hello' },
    messages: { system: 'Be kind', messages: hello },
    converse: /"system":\[\{"text":"Be kind"\}\]/,
    anthropic: /"system":(\[\{"type":"text","text":"Be kind"\}\]|"Be kind")/,
    openai: /Be kind/,
  },
  {
    name: 'system or developer message later on',
    chat: { messages: [...hello, { role: 'developer', content: 'Be kind' }] },
    responses: { input: [...hello, { role: 'developer', content: 'Be kind' }] },
    converse: /"system":\[\{"text":"Be kind"\}\]/,
    anthropic: /"system":\[\{"type":"text","text":"Be kind"\}\]/,
    openai: /"role":"developer","content":"Be kind"/,
  },
  {
    name: 'tools',
    chat: chatTools,
    responses: responsesTools,
    messages: messagesTools,
    converse: /"toolSpec":\{"name":"get_weather"/,
    anthropic: /"tools":\[\{"name":"get_weather"/,
    openai: /"name":"get_weather"/,
  },
  {
    name: 'tool choice: required',
    chat: { ...chatTools, tool_choice: 'required' },
    responses: { ...responsesTools, tool_choice: 'required' },
    messages: { ...messagesTools, tool_choice: { type: 'any' } },
    converse: /"toolChoice":\{"any":\{\}\}/,
    anthropic: /"tool_choice":\{"type":"any"\}/,
    openai: /"tool_choice":"required"/,
  },
  {
    name: 'tool choice: by name',
    chat: { ...chatTools, tool_choice: { type: 'function', function: { name: 'get_weather' } } },
    responses: { ...responsesTools, tool_choice: { type: 'function', name: 'get_weather' } },
    messages: { ...messagesTools, tool_choice: { type: 'tool', name: 'get_weather' } },
    converse: /"toolChoice":\{"tool":\{"name":"get_weather"\}\}/,
    anthropic: /"tool_choice":\{"type":"tool","name":"get_weather"\}/,
    openai: /"tool_choice":\{"type":"function",("function":\{)?"name":"get_weather"/,
  },
  {
    name: 'tool choice: none',
    chat: { ...chatTools, tool_choice: 'none' },
    responses: { ...responsesTools, tool_choice: 'none' },
    messages: { ...messagesTools, tool_choice: { type: 'none' } },
    converse: /^(?!.*toolConfig)/,
    anthropic: /"tool_choice":\{"type":"none"\}/,
    openai: /"tool_choice":"none"/,
  },
  {
    name: 'one tool call at a time',
    chat: { ...chatTools, parallel_tool_calls: false },
    responses: { ...responsesTools, parallel_tool_calls: false },
    messages: { ...messagesTools, tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
    converse: /"tool_choice":\{"type":"auto","disable_parallel_tool_use":true\}/,
    anthropic: /"tool_choice":\{"type":"auto","disable_parallel_tool_use":true\}/,
    openai: /"parallel_tool_calls":false/,
  },
  {
    name: 'strict tools',
    chat: {
      messages: hello,
      tools: [{ type: 'function', function: { ...weatherTool.function, strict: true } }],
    },
    responses: {
      input: 'Hello',
      tools: [{ type: 'function', name: 'get_weather', parameters: weatherSchema, strict: true }],
    },
    messages: {
      messages: hello,
      tools: [{ name: 'get_weather', input_schema: weatherSchema, strict: true }],
    },
    converse: /"strict":true/,
    anthropic: /"strict":true/,
    openai: /"strict":true/,
  },
  {
    name: "Anthropic's own tools",
    messages: { messages: hello, tools: [{ type: 'bash_20250124', name: 'bash' }] },
    converse: /"additionalModelRequestFields":\{"tools":\[\{"type":"bash_20250124"/,
    anthropic: /"tools":\[\{"type":"bash_20250124"/,
    openai: /Hello/,
  },
  ...mediaFeatures,
  {
    name: 'JSON schema',
    modelId: models.nativeClaude,
    chat: {
      messages: hello,
      response_format: { type: 'json_schema', json_schema: { name: 'w', schema: weatherSchema } },
    },
    responses: {
      input: 'Hello',
      text: { format: { type: 'json_schema', name: 'w', schema: weatherSchema } },
    },
    messages: {
      messages: hello,
      output_config: { format: { type: 'json_schema', schema: weatherSchema } },
    },
    converse: /"textFormat":\{"type":"json_schema"/,
    anthropic: /"format":\{"type":"json_schema"/,
    openai: /"type":"json_schema"/,
  },
  {
    name: 'reasoning effort',
    modelId: models.adaptiveClaude,
    chat: { messages: hello, reasoning_effort: 'high' },
    responses: { input: 'Hello', reasoning: { effort: 'high' } },
    messages: { messages: hello, thinking: { type: 'adaptive' }, output_config: { effort: 'high' } },
    converse: /"outputConfig":\{"effort":"high"\}.*"thinking":\{"type":"adaptive"\}/,
    anthropic: /"thinking":\{"type":"adaptive"\}.*"effort":"high"/,
    openai: /"(reasoning_)?effort":"high"/,
  },
  {
    name: 'reasoning budget',
    chat: { messages: hello, max_tokens: 8000, thinking: { type: 'enabled', budget_tokens: 2000 } },
    messages: { messages: hello, max_tokens: 8000, thinking: { type: 'enabled', budget_tokens: 2000 } },
    converse: /"thinking":\{"type":"enabled","budget_tokens":2000\}/,
    anthropic: /"thinking":\{"type":"enabled","budget_tokens":2000\}/,
    openai: /"budget_tokens":2000|"reasoning_effort":"low"/,
  },
  {
    name: 'reasoning given back',
    chat: {
      messages: [
        ...hello,
        {
          role: 'assistant',
          content: 'Hi',
          thinking_blocks: [{ type: 'thinking', thinking: 'hm', signature: 'sig' }],
        },
        ...hello,
      ],
    },
    responses: {
      input: [
        ...hello,
        {
          type: 'reasoning',
          summary: [],
          encrypted_content: sealReasoning({ type: 'thinking', text: 'hm', signature: 'sig' }),
        },
        { role: 'assistant', content: 'Hi' },
        ...hello,
      ],
    },
    messages: {
      messages: [
        ...hello,
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm', signature: 'sig' },
            { type: 'text', text: 'Hi' },
          ],
        },
        ...hello,
      ],
    },
    converse: /"reasoningText":\{"text":"hm","signature":"sig"\}/,
    anthropic: /"type":"thinking","thinking":"hm","signature":"sig"/,
    openai: /hm|encrypted_content|Hi/,
  },
  {
    name: 'prompt cache',
    chat: { messages: user({ type: 'text', text: 'Hello', ...cached }) },
    responses: { input: user({ type: 'input_text', text: 'Hello', ...cached }) },
    messages: { messages: user({ type: 'text', text: 'Hello', ...cached }) },
    converse: /"cachePoint":\{"type":"default"\}/,
    anthropic: /"cache_control":\{"type":"ephemeral"\}/,
    openai: /Hello/,
  },
  {
    name: 'citations of documents',
    messages: {
      messages: user({
        type: 'document',
        source: { type: 'text', media_type: 'text/plain', data: 'The grass is green' },
        citations: { enabled: true },
      }),
    },
    converse: /"citations":\{"enabled":true\}/,
    anthropic: /"citations":\{"enabled":true\}/,
    openai: /The grass is green/,
  },
  {
    name: 'guardrail',
    ...everywhere(guardrail),
    converse: /"guardrailConfig":\{"guardrailIdentifier":"g1"/,
    anthropic: /"x-amzn-bedrock-guardrailidentifier":"g1"/,
    openai: /"x-amzn-bedrock-guardrailidentifier":"g1"/,
  },
  {
    name: 'service tier',
    ...everywhere({ serviceTier: { type: 'flex' } }),
    converse: /"serviceTier":\{"type":"flex"\}/,
    anthropic: /"x-amzn-bedrock-service-tier":"flex"/,
    openai: /"x-amzn-bedrock-service-tier":"flex"/,
  },
  {
    name: 'latency',
    ...everywhere({ performanceConfig: { latency: 'optimized' } }),
    converse: /"performanceConfig":\{"latency":"optimized"\}/,
    anthropic: /"x-amzn-bedrock-performanceconfig-latency":"optimized"/,
    openai: /"x-amzn-bedrock-performanceconfig-latency":"optimized"/,
  },
  {
    name: 'request metadata',
    ...everywhere({ requestMetadata: { team: 'a' } }),
    converse: /"requestMetadata":\{"team":"a"\}/,
    anthropic: /"x-amzn-bedrock-request-metadata":"\{\\"team\\":\\"a\\"\}"/,
    openai: /"x-amzn-bedrock-request-metadata":/,
  },
  {
    name: 'fields of the model',
    ...everywhere({ additionalModelRequestFields: { foo: 1 } }),
    converse: /"additionalModelRequestFields":\{"foo":1\}/,
    anthropic: /"foo":1/,
    openai: /"foo":1/,
  },
  {
    name: 'temperature, top_p',
    modelId: models.nova,
    ...everywhere({ temperature: 0.5, top_p: 0.9 }),
    converse: /"temperature":0.5,"topP":0.9/,
    anthropic: /"temperature":0.5,"top_p":0.9/,
    openai: /"temperature":0.5,"top_p":0.9/,
  },
  {
    name: 'stop sequences',
    modelId: models.nova,
    chat: { messages: hello, stop: 'END' },
    messages: { messages: hello, stop_sequences: ['END'] },
    converse: /"stopSequences":\["END"\]/,
    anthropic: /"stop_sequences":\["END"\]/,
    openai: /"stop":(\["END"\]|"END")/,
  },
  {
    name: 'seed, penalties, logit bias',
    chat: { messages: hello, seed: 1, frequency_penalty: 1, logit_bias: { a: 1 } },
    converse: /Hello/,
    anthropic: /Hello/,
    openai: /"seed":1/,
  },
  {
    name: 'log probabilities',
    chat: { messages: hello, logprobs: true },
    responses: { input: 'Hello', top_logprobs: 2 },
    converse: /logprobs/,
    anthropic: /logprobs/,
    openai: /logprobs/,
  },
];

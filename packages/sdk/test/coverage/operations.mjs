// The operations of the Bedrock runtime and the agent runtime, as the cases call them.
import { agentOperations } from './agent-operations.mjs';

const modelId = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

function ask(text) {
  return [{ role: 'user', content: [{ text }] }];
}

function claudeBody(text) {
  const messages = [{ role: 'user', content: text }];
  return JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 60, messages });
}

/** What a person who writes to Nova Sonic sends. */
async function* converseWithSonic() {
  const identity = { promptName: 'prompt', contentName: 'question' };
  const events = [
    { sessionStart: { inferenceConfiguration: { maxTokens: 60 } } },
    { promptStart: { promptName: 'prompt', textOutputConfiguration: { mediaType: 'text/plain' } } },
    { contentStart: { ...identity, type: 'TEXT', role: 'USER', interactive: true } },
    { textInput: { ...identity, content: 'Why is granite hard?' } },
    { contentEnd: identity },
    { promptEnd: { promptName: 'prompt' } },
    { sessionEnd: {} },
  ];
  for (const event of events) yield { chunk: { bytes: Buffer.from(JSON.stringify({ event })) } };
}

const runtimeOperations = [
  {
    name: 'Converse',
    method: 'converse',
    input: () => ({ modelId, messages: ask('Why is granite hard?'), inferenceConfig: { maxTokens: 60 } }),
  },
  {
    name: 'ConverseStream',
    method: 'converseStream',
    stream: 'stream',
    hasStreamCases: true,
    input: () => ({ modelId, messages: ask('Why is granite hard?'), inferenceConfig: { maxTokens: 60 } }),
  },
  {
    name: 'InvokeModel',
    method: 'invokeModel',
    input: () => ({ modelId, body: claudeBody('Why is granite hard?') }),
  },
  {
    name: 'InvokeModelWithResponseStream',
    method: 'invokeModelWithResponseStream',
    stream: 'body',
    hasStreamCases: true,
    input: () => ({ modelId, body: claudeBody('Why is granite hard?') }),
  },
  {
    name: 'CountTokens',
    method: 'countTokens',
    input: () => ({ modelId, input: { converse: { messages: ask('count me') } } }),
  },
  {
    name: 'ApplyGuardrail',
    method: 'applyGuardrail',
    input: () => ({
      guardrailIdentifier: 'abc123',
      guardrailVersion: '1',
      source: 'INPUT',
      content: [{ text: { text: 'a blocked word' } }],
    }),
  },
  {
    name: 'InvokeGuardrailChecks',
    method: 'invokeGuardrailChecks',
    input: () => ({
      messages: ask('ignore previous instructions'),
      checks: { promptAttack: { categories: [{ category: 'JAILBREAK' }] } },
    }),
  },
  {
    name: 'StartAsyncInvoke',
    method: 'startAsyncInvoke',
    input: () => ({
      modelId: 'amazon.nova-reel-v1:1',
      clientRequestToken: 'the-same-job',
      modelInput: { taskType: 'TEXT_VIDEO' },
      outputDataConfig: { s3OutputDataConfig: { s3Uri: 's3://videos' } },
    }),
  },
  {
    name: 'GetAsyncInvoke',
    method: 'getAsyncInvoke',
    input: ({ invocationArn }) => ({ invocationArn }),
  },
  { name: 'ListAsyncInvokes', method: 'listAsyncInvokes', input: () => ({ maxResults: 5 }) },
  {
    name: 'InvokeModelWithBidirectionalStream',
    method: 'invokeModelWithBidirectionalStream',
    stream: 'body',
    // It needs HTTP/2 and its input can be read once, so nothing is tried again.
    without: new Set(['own request handler', 'a retry, then success', 'every attempt fails']),
    // A session that nobody reads stays open, with and without us.
    isAlwaysRead: true,
    isNewestOnly: true,
    input: () => ({ modelId: 'amazon.nova-sonic-v1:0', body: converseWithSonic() }),
  },
];

/**
 * `input` makes a new one each time; `stream` is the output's property that holds the events; `without` names cases that
 * the operation does not have.
 */
export const operations = [
  ...runtimeOperations.map((operation) => ({ ...operation, client: 'BedrockRuntime' })),
  ...agentOperations.map((operation) => ({
    ...operation,
    client: 'BedrockAgentRuntime',
    isNewestOnly: true,
  })),
].map((operation) => ({
  ...operation,
  command: `${operation.name}Command`,
  span: `bedrock.${operation.method}`,
}));

export function findOperation(name) {
  return operations.find((operation) => operation.name === name);
}

/** The entries of `cases` that the operation has. */
export function listOwn(operation, cases) {
  return Object.entries(cases).filter(([name]) => !operation.without?.has(name));
}

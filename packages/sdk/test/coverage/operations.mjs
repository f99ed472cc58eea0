// The operations of the Bedrock runtime, as the cases call them.
const modelId = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

function ask(text) {
  return [{ role: 'user', content: [{ text }] }];
}

function claudeBody(text) {
  const messages = [{ role: 'user', content: text }];
  return JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 60, messages });
}

/** `input` makes a new one each time; `stream` is the output's property that holds the events. */
export const operations = [
  {
    name: 'Converse',
    method: 'converse',
    input: () => ({ modelId, messages: ask('Why is granite hard?'), inferenceConfig: { maxTokens: 60 } }),
  },
  {
    name: 'ConverseStream',
    method: 'converseStream',
    stream: 'stream',
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
].map((operation) => ({
  ...operation,
  command: `${operation.name}Command`,
  span: `bedrock.${operation.method}`,
}));

export function findOperation(name) {
  return operations.find((operation) => operation.name === name);
}

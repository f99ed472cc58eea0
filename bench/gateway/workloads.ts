/** What a gateway is asked: a chat completion, or an operation of Bedrock's own; whole or as a stream. */
export type RequestKind = 'chat' | 'chat-stream' | 'native' | 'native-stream';

/** Both gateways ask Bedrock by Converse for it. */
export const model = 'us.amazon.nova-pro-v1:0';

const prompt =
  'How does bedrock come to the surface, and what does a geologist read from an outcrop? '.repeat(8);

const paths: Readonly<Record<RequestKind, string>> = {
  chat: '/v1/chat/completions',
  'chat-stream': '/v1/chat/completions',
  native: `/model/${encodeURIComponent(model)}/converse`,
  'native-stream': `/model/${encodeURIComponent(model)}/converse-stream`,
};

export function buildRequest(kind: RequestKind): { path: string; body: string } {
  const body = kind.startsWith('chat')
    ? {
        model,
        max_tokens: 256,
        temperature: 0.2,
        messages: [
          { role: 'system', content: 'You answer in one paragraph.' },
          { role: 'user', content: prompt },
        ],
        ...(kind === 'chat-stream' && { stream: true, stream_options: { include_usage: true } }),
      }
    : {
        system: [{ text: 'You answer in one paragraph.' }],
        messages: [{ role: 'user', content: [{ text: prompt }] }],
        inferenceConfig: { maxTokens: 256, temperature: 0.2 },
      };
  return { path: paths[kind], body: JSON.stringify(body) };
}

/** Without a gateway a chat completion is what it becomes: Converse. */
export function withoutGateway(kind: RequestKind): RequestKind {
  return kind === 'chat' ? 'native' : kind === 'chat-stream' ? 'native-stream' : kind;
}

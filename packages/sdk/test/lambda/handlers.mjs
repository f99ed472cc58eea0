import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

const client = new BedrockRuntimeClient({ region: 'us-east-1' });

async function ask({ modelId = 'us.amazon.nova-lite-v1:0' }) {
  const messages = [{ role: 'user', content: [{ text: 'Why?' }] }];
  const { stopReason } = await client.send(new ConverseCommand({ modelId, messages }));
  return stopReason;
}

export async function asynchronous(event) {
  return ask(event);
}

export function withCallback(event, _context, callback) {
  void ask(event).then(
    (value) => callback(null, value),
    (error) => callback(error),
  );
}

export function withRest(...args) {
  withCallback(...args);
}

export function withDefault(event, context, callback = () => undefined) {
  withCallback(event, context, callback);
}

export async function withBoth(...[event, , callback]) {
  callback(null, await ask(event));
  await new Promise(() => undefined);
}

export function throwing() {
  throw new RangeError('too far');
}

export const streamed = awslambda.streamifyResponse(async (event, stream) => {
  stream.write(await ask(event));
  stream.end('!');
});

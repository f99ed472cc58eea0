import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

const longestWaitMs = 60_000;

/** How long `flush` takes when the server takes the request and never answers; a minute stands for for ever. */
export async function measure({ client, stub, flush }) {
  await client.send(new ConverseCommand(stub.createInput(0)));
  const start = performance.now();
  const giveUp = new Promise((resolve) => setTimeout(resolve, longestWaitMs));
  await Promise.race([flush().catch(() => undefined), giveUp]);
  return { flushMs: performance.now() - start };
}

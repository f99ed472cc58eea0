import { ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';

/** Reads one stream to its end; `onFirstEvent` is called when its first event is there. */
export async function readStream({ client, stub, index, onFirstEvent }) {
  const { stream } = await client.send(new ConverseStreamCommand(stub.createInput(index)));
  let events = 0;
  for await (const event of stream) {
    if (events === 0) onFirstEvent?.(event);
    events += event ? 1 : 0;
  }
  if (events !== stub.eventsPerStream) {
    throw new Error(`expected ${stub.eventsPerStream} events, got ${events}`);
  }
}

import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { measureSequentialCalls } from './sequential-calls.mjs';

/** A converse with a prompt of 12 kB after another. */
export function measure({ client, stub, ...options }) {
  const run = (index) => client.send(new ConverseCommand(stub.createInput(index)));
  return measureSequentialCalls({ run, ...options });
}

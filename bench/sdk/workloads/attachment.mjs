import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { measureSequentialCalls } from './sequential-calls.mjs';

const imageBytes = 5_000_000;

/** A converse with an image of 5 MB after another, each image another one. */
export function measure({ client, stub, ...options }) {
  const run = (index) => client.send(new ConverseCommand(stub.createImageInput(index, imageBytes)));
  return measureSequentialCalls({ run, ...options });
}

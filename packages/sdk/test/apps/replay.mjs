// Makes recorded calls one after another and prints what the client gave back, as JSON: node replay.mjs MODE FILE
import { readFileSync, writeFileSync } from 'node:fs';
import * as bedrock from '@aws-sdk/client-bedrock-runtime';

const [mode, planFile, resultFile] = process.argv.slice(2);
const wrap = mode === 'wrapped' ? (await import('outcrop')).wrapBedrockRuntime : (client) => client;

const commands = {
  converse: bedrock.ConverseCommand,
  'converse-stream': bedrock.ConverseStreamCommand,
  invoke: bedrock.InvokeModelCommand,
  'invoke-with-response-stream': bedrock.InvokeModelWithResponseStreamCommand,
};

/** Bytes stand as base64 on the wire of Converse; the client wants them as bytes. */
function reviveBytes(key, value) {
  return key === 'bytes' || key === 'redactedContent' ? Buffer.from(value, 'base64') : value;
}

function createInput({ operation, modelId, body }) {
  if (!operation.startsWith('converse')) return { modelId, body };
  return { messages: [], ...JSON.parse(body || '{}', reviveBytes), modelId };
}

async function call({ url, ...exchange }) {
  const client = wrap(
    new bedrock.BedrockRuntimeClient({ region: 'us-east-1', endpoint: url, maxAttempts: 1 }),
  );
  try {
    const output = await client.send(new commands[exchange.operation](createInput(exchange)));
    const stream = output.stream ?? (exchange.operation.endsWith('stream') ? output.body : undefined);
    const events = [];
    if (stream) for await (const event of stream) events.push(event);
    return stream ? { ...output, stream: undefined, body: undefined, events } : output;
  } catch (error) {
    return { class: error.constructor.name, name: error.name, message: error.message, ...error };
  } finally {
    client.destroy();
  }
}

function keepBytes(_key, value) {
  return value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value;
}

const results = [];
for (const exchange of JSON.parse(readFileSync(planFile, 'utf8'))) results.push(await call(exchange));
writeFileSync(resultFile, JSON.stringify(results, keepBytes));

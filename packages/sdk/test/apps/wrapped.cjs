const commands = require('@aws-sdk/client-bedrock-runtime');
const { initLogger, traced, wrapBedrockRuntime } = require('outcrop');

initLogger({ projectName: 'apps' });
const client = wrapBedrockRuntime(new commands.BedrockRuntimeClient({ region: 'us-east-1' }));
void import('./calls.mjs').then(({ makeCalls }) => makeCalls({ client, commands, traced }));

const commands = require('@aws-sdk/client-bedrock-runtime');
const { initLogger, traced } = require('outcrop');

initLogger({ projectName: 'apps' });
const client = new commands.BedrockRuntimeClient({ region: 'us-east-1' });
void import('./calls.mjs').then(({ makeCalls }) => makeCalls({ client, commands, traced }));

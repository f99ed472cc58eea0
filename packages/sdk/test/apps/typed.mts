import * as commands from '@aws-sdk/client-bedrock-runtime';
import { initLogger, traced } from 'outcrop';
import { makeCalls } from './calls.mjs';

initLogger({ projectName: 'apps' });
const client: commands.BedrockRuntimeClient = new commands.BedrockRuntimeClient({ region: 'us-east-1' });
await makeCalls({ client, commands, traced });

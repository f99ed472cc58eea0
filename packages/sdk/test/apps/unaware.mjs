// Knows nothing of tracing: the hook and the environment do it all.
import * as commands from '@aws-sdk/client-bedrock-runtime';
import { makeCalls } from './calls.mjs';

await makeCalls({
  client: new commands.BedrockRuntimeClient({ region: 'us-east-1' }),
  commands,
  traced: (work) => work(),
});

// Runs one workload under one subject and prints its costs as JSON: node run-workload.mjs '<JSON options>'
import { createBedrockStub } from '../bedrock-stub.mjs';

const { subject, workload, calls, warmUpCalls, sinkUrl } = JSON.parse(process.argv[2]);
const { instrument } = await import(`../setups/${subject}.mjs`);
const { wrap, flush } = await instrument({ sinkUrl });
const { BedrockRuntimeClient } = await import('@aws-sdk/client-bedrock-runtime');
const { measure } = await import(`./${workload}.mjs`);

const stub = createBedrockStub();
const client = wrap(
  new BedrockRuntimeClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDBENCH', secretAccessKey: 'bench' },
    requestHandler: stub.requestHandler,
  }),
);
const costs = await measure({ client, stub, flush, calls, warmUpCalls });
process.stdout.write(`\n${JSON.stringify(costs)}\n`, () => process.exit(0));

import { BedrockAgentRuntimeClient, RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import { initLogger } from 'outcrop';

initLogger({ projectName: 'apps' });
const client = new BedrockAgentRuntimeClient({
  region: 'us-east-1',
  endpoint: process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME,
});
await client.send(
  new RetrieveCommand({ knowledgeBaseId: 'KB12345678', retrievalQuery: { text: 'What is an outcrop?' } }),
);

// Nothing but the client for Bedrock, from its own entry of the package.
const { BedrockOpenAI } = require('openai/bedrock');

const client = new BedrockOpenAI({
  apiKey: 'emulator-token',
  baseURL: `${process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME}/openai/v1`,
});
const messages = [{ role: 'user', content: 'What is an outcrop?' }];
void client.chat.completions.create({ model: 'openai.gpt-oss-120b-1:0', messages }).then();

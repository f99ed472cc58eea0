const { AnthropicBedrock, AnthropicBedrockMantle } = require('@anthropic-ai/bedrock-sdk');
const { OpenAI } = require('openai');
const { BedrockOpenAI } = require('openai/bedrock');
const { initLogger, traced } = require('outcrop');

initLogger({ projectName: 'apps' });
void import('./model-clients.mjs').then(({ makeModelCalls }) =>
  makeModelCalls({ AnthropicBedrock, AnthropicBedrockMantle, BedrockOpenAI, OpenAI, traced }),
);

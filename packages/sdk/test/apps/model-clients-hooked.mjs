import { AnthropicBedrock, AnthropicBedrockMantle } from '@anthropic-ai/bedrock-sdk';
import { OpenAI } from 'openai';
import { BedrockOpenAI } from 'openai/bedrock';
import { initLogger, traced } from 'outcrop';
import { makeModelCalls } from './model-clients.mjs';

initLogger({ projectName: 'apps' });
await makeModelCalls({ AnthropicBedrock, AnthropicBedrockMantle, BedrockOpenAI, OpenAI, traced });

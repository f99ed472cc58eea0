// Anthropic's own client for Bedrock: the streamed message is one span, with its thinking, tokens and cost.
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { flush, initLogger, permalink, traced, wrapAnthropic } from 'outcrop';

initLogger({ projectName: 'examples' });
const anthropic = wrapAnthropic(new AnthropicBedrock());

await traced(
  async (span) => {
    const stream = anthropic.messages.stream({
      model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      max_tokens: 2000,
      thinking: { type: 'enabled', budget_tokens: 1024 },
      system: 'You are a geologist who answers in two sentences.',
      messages: [{ role: 'user', content: 'What is an outcrop?' }],
    });
    stream.on('text', (text) => process.stdout.write(text));
    const { usage } = await stream.finalMessage();
    console.log(`\n${usage.output_tokens} tokens: ${permalink(span)}`);
  },
  { name: 'ask a geologist' },
);
await flush();

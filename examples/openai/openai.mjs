// OpenAI's own client on Bedrock. Run it with `node --import outcrop/hook.mjs`: nothing here mentions Outcrop.
import { BedrockOpenAI } from 'openai/bedrock';

const openai = new BedrockOpenAI();
const model = 'openai.gpt-oss-120b-1:0';

const response = await openai.responses.create({
  model,
  instructions: 'You are a geologist who answers in two sentences.',
  input: 'What is an outcrop?',
});
console.log(response.output_text);

const chunks = await openai.chat.completions.create({
  model,
  messages: [{ role: 'user', content: 'Name three kinds of rock.' }],
  stream: true,
  stream_options: { include_usage: true },
});
for await (const chunk of chunks) process.stdout.write(chunk.choices[0]?.delta.content ?? '');
console.log();

import { createRequire } from 'node:module';
import { BedrockInstrumentation } from '@arizeai/openinference-instrumentation-bedrock';
import { provide } from './opentelemetry-provider.mjs';

export async function instrument({ sinkUrl }) {
  const instrumentation = new BedrockInstrumentation();
  const provided = provide(instrumentation, sinkUrl);
  // Its hook sees `require` only.
  createRequire(import.meta.url)('@aws-sdk/client-bedrock-runtime');
  return provided;
}

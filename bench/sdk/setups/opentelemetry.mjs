import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk';
import { provide } from './opentelemetry-provider.mjs';

export async function instrument({ sinkUrl }) {
  return provide(new AwsInstrumentation(), sinkUrl);
}

export async function instrument({ sinkUrl }) {
  process.env.BRAINTRUST_APP_URL = sinkUrl;
  process.env.BRAINTRUST_API_URL = sinkUrl;
  const { flush, initLogger, wrapBedrockRuntime } = await import('braintrust');
  initLogger({ projectName: 'bench', apiKey: 'bench-key' });
  return { wrap: wrapBedrockRuntime, flush };
}

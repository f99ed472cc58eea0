export async function instrument({ sinkUrl }) {
  const { flush, initLogger, wrapBedrockRuntime } = await import('outcrop');
  initLogger({ projectName: 'bench', apiKey: 'bench-key', apiUrl: sinkUrl });
  return { wrap: wrapBedrockRuntime, flush };
}

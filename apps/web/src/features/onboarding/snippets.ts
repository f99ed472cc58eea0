export interface SnippetValues {
  apiUrl: string;
  /** The key itself, or words that stand for it. */
  apiKey: string;
  project: string;
}

function quoteShell(text: string): string {
  return /^[\w.@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

export interface GatewayEnvironment extends Omit<SnippetValues, 'project'> {
  /** The SDK wants one. Where a call goes is up to its provider. */
  region: string;
}

/** All that the AWS SDK needs to go through the gateway. Those of Python and Go send a bearer token over HTTPS alone. */
export function buildGatewayEnvironment({ apiUrl, apiKey, region }: GatewayEnvironment): string {
  return [
    `export AWS_ENDPOINT_URL_BEDROCK_RUNTIME=${apiUrl}`,
    `export AWS_BEARER_TOKEN_BEDROCK=${apiKey}`,
    `export AWS_REGION=${region}`,
  ].join('\n');
}

export function buildHookSnippet({ apiUrl, apiKey, project }: SnippetValues): string {
  return [
    'npm i outcrop @aws-sdk/client-bedrock-runtime',
    '',
    `export OUTCROP_API_URL=${apiUrl}`,
    `export OUTCROP_API_KEY=${apiKey}`,
    `export OUTCROP_PROJECT=${quoteShell(project)}`,
    'node --import outcrop/hook.mjs app.js',
  ].join('\n');
}

export function buildWrapSnippet({ apiUrl, apiKey, project }: SnippetValues): string {
  return [
    "import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';",
    "import { initLogger, wrapBedrockRuntime } from 'outcrop';",
    '',
    '// Run it with these in its environment:',
    `// OUTCROP_API_URL=${apiUrl}`,
    `// OUTCROP_API_KEY=${apiKey}`,
    `initLogger({ projectName: ${JSON.stringify(project).replace(/^"([^'"\\]*)"$/, "'$1'")} });`,
    'const client = wrapBedrockRuntime(new BedrockRuntimeClient({}));',
  ].join('\n');
}

/** https://opentelemetry.io/docs/specs/otel/protocol/exporter/ (values of headers are percent-encoded) */
export function buildOpenTelemetrySnippet({ apiUrl, apiKey, project }: SnippetValues): string {
  return [
    `export OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=${apiUrl}/v1/traces`,
    'export OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf',
    `export OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20${apiKey}`,
    `export OTEL_RESOURCE_ATTRIBUTES=outcrop.project=${encodeURIComponent(project).replaceAll("'", '%27')}`,
  ].join('\n');
}

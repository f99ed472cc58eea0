/** What is measured beside each other. Each has a file in `setups/` that instruments a client. */
export interface Subject {
  name: string;
  /** npm packages at exact versions; `undefined` stands for our own tarball. */
  packages: readonly string[] | undefined;
  /** A program that does no more than load what an app has to load. */
  loadingProgram: string;
  nodeOptions?: readonly string[];
}

// 2.x: OpenTelemetry 3 and what needs it ask for Node 22.15, and this project runs on 20.
const openTelemetry = [
  '@opentelemetry/sdk-trace-node@2.12.0',
  '@opentelemetry/instrumentation@0.223.0',
  '@opentelemetry/exporter-trace-otlp-http@0.223.1',
];

const openTelemetryProgram = `
  import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
  import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
  import { registerInstrumentations } from '@opentelemetry/instrumentation';`;

export const subjects: readonly Subject[] = [
  {
    name: 'outcrop',
    packages: undefined,
    loadingProgram: `import 'outcrop';`,
    nodeOptions: ['--import', 'outcrop/hook.mjs'],
  },
  { name: 'braintrust', packages: ['braintrust@3.35.0'], loadingProgram: `import 'braintrust';` },
  {
    name: 'openinference',
    packages: ['@arizeai/openinference-instrumentation-bedrock@0.5.1', ...openTelemetry],
    loadingProgram: `${openTelemetryProgram} import '@arizeai/openinference-instrumentation-bedrock';`,
  },
  {
    name: 'opentelemetry',
    packages: ['@opentelemetry/instrumentation-aws-sdk@0.78.0', ...openTelemetry],
    loadingProgram: `${openTelemetryProgram} import '@opentelemetry/instrumentation-aws-sdk';`,
  },
];

export const awsSdk = [
  '@aws-sdk/client-bedrock-runtime@3.1164.0',
  '@smithy/eventstream-codec@4.5.2',
  '@smithy/util-utf8@4.5.2',
];

export { OutcropSpanExporter } from './otel/outcrop-span-exporter.ts';
export { OutcropSpanProcessor, type OutcropSpanProcessorOptions } from './otel/outcrop-span-processor.ts';

export * from './api.ts';
export * from './ids.ts';
export * from './json.ts';
export * from './otlp-attributes.ts';
export * from './outcrop-error.ts';
export * from './span.ts';

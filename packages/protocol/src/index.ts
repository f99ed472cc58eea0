export * from './api.ts';
export * from './attachment-content-type.ts';
export * from './attachment-reference.ts';
export * from './ids.ts';
export * from './json.ts';
export * from './otlp-attributes.ts';
export * from './outcrop-error.ts';
export * from './span.ts';

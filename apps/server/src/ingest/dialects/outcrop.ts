import {
  outcropAttribute,
  spanTypes,
  type JsonValue,
  type SpanError,
  type SpanMetrics,
  type SpanType,
} from '@outcrop/protocol';
import { isJsonObject, takeJson, takeNumber, takeText, takeValue } from '../take-attribute.ts';
import type { Dialect } from './dialect.ts';

const names: ReadonlySet<string> = new Set(Object.values(outcropAttribute));

/** Our own SDK's, and anyone's who sets `outcrop.*` attributes. */
export const outcropDialect: Dialect = {
  name: 'outcrop',
  isMatch({ attributes }) {
    for (const key of attributes.keys()) if (names.has(key)) return true;
    return false;
  },
  map({ attributes }) {
    const metadata = takeJson(attributes, outcropAttribute.metadata);
    return {
      project: takeText(attributes, outcropAttribute.project),
      type: parseType(takeText(attributes, outcropAttribute.type)),
      input: takeJson(attributes, outcropAttribute.input),
      output: takeJson(attributes, outcropAttribute.output),
      metadata: isJsonObject(metadata) ? metadata : undefined,
      metrics: parseMetrics(takeJson(attributes, outcropAttribute.metrics)),
      error: parseError(takeJson(attributes, outcropAttribute.error)),
      tags: parseTags(takeJson(attributes, outcropAttribute.tags)),
      revision: parseRevision(takeNumber(attributes, outcropAttribute.revision)),
      isRunning: takeValue(attributes, outcropAttribute.running) === true,
    };
  },
};

function parseType(value: string | undefined): SpanType | undefined {
  return spanTypes.find((type) => type === value);
}

function parseMetrics(value: JsonValue | undefined): SpanMetrics | undefined {
  if (!isJsonObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

function parseError(value: JsonValue | undefined): SpanError | undefined {
  if (typeof value === 'string') return { type: 'Error', message: value };
  if (!isJsonObject(value)) return undefined;
  const { type, message, status, retryable, stack } = value;
  return {
    type: typeof type === 'string' ? type : 'Error',
    message: typeof message === 'string' ? message : '',
    ...(typeof status === 'number' && { status }),
    ...(typeof retryable === 'boolean' && { retryable }),
    ...(typeof stack === 'string' && { stack }),
  };
}

function parseTags(value: JsonValue | undefined): string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((tag) => typeof tag === 'string') : undefined;
}

function parseRevision(value: number | undefined): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}

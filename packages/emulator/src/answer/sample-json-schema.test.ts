import { expect, test } from 'vitest';

import { sampleJsonSchema } from './sample-json-schema.ts';

const sample = (schema: unknown, prompt = 'What is the weather in San Francisco, CA today?'): unknown =>
  sampleJsonSchema(schema, { prompt });

test('fills an object by type, name and prompt', () => {
  const schema = {
    type: 'object',
    properties: {
      location: { type: 'string' },
      unit: { enum: ['celsius', 'fahrenheit'] },
      days: { type: 'integer', minimum: 3 },
      ratio: { type: 'number', exclusiveMinimum: 0, maximum: 0.5 },
      isMetric: { type: 'boolean' },
      query: { type: 'string', maxLength: 12 },
      when: { type: 'string', format: 'date-time' },
    },
    required: ['location'],
  };
  expect(sample(schema)).toEqual({
    location: 'San Francisco, CA',
    unit: 'celsius',
    days: 3,
    ratio: 0.5,
    isMetric: true,
    query: 'What is the ',
    when: '2026-01-15T09:30:00Z',
  });
});

test('takes the enum member the prompt names', () => {
  const schema = { type: 'string', enum: ['celsius', 'fahrenheit'] };
  expect(sample(schema, 'Tell me in Fahrenheit')).toBe('fahrenheit');
});

test('fills arrays to their bounds', () => {
  expect(sample({ type: 'array', items: { type: 'integer' } })).toEqual([1]);
  expect(sample({ type: 'array', items: { type: 'integer' }, minItems: 3, uniqueItems: true })).toEqual([
    1, 2, 3,
  ]);
  expect(sample({ type: 'array', items: { type: 'string' }, maxItems: 0 })).toEqual([]);
  expect(sample({ prefixItems: [{ const: 'a' }, { type: 'boolean' }] })).toEqual(['a', true]);
});

test('follows references, allOf and the first choice that is not null', () => {
  const schema = {
    $defs: { Name: { type: 'string', minLength: 20 } },
    allOf: [
      { properties: { first: { $ref: '#/$defs/Name' } } },
      { properties: { age: { type: ['null', 'integer'] } } },
    ],
    anyOf: [{ type: 'null' }, { type: 'object', properties: { kind: { const: 'person' } } }],
  };
  const result = sample(schema) as Record<string, unknown>;
  expect(result).toMatchObject({ age: 1, kind: 'person' });
  expect(String(result.first).length).toBeGreaterThanOrEqual(20);
});

test('ends in a schema that contains itself', () => {
  const schema = {
    type: 'object',
    properties: { name: { type: 'string' }, child: { $ref: '#' } },
    required: ['name'],
  };
  expect(JSON.stringify(sample(schema)).length).toBeLessThan(1000);
});

test('keeps to multiples and bounds of numbers', () => {
  expect(sample({ type: 'integer', minimum: 7, multipleOf: 5 })).toBe(10);
  expect(sample({ type: 'number', maximum: -2 })).toBe(-2);
  expect(sample({ type: 'integer', exclusiveMinimum: 4 })).toBe(5);
});

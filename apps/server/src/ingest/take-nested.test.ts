import { expect, it } from 'vitest';
import { takeNested } from './take-nested.ts';

it('puts lists and objects together again and leaves other attributes', () => {
  const attributes = new Map([
    ['tools.10.name', 'last'],
    ['tools.0.name', 'first'],
    ['tools.0.schema.type', 'object'],
    ['tools.2.name', 'second'],
    ['toolset', 'other'],
  ]);
  expect(takeNested(attributes, 'tools')).toEqual([
    { name: 'first', schema: { type: 'object' } },
    { name: 'second' },
    { name: 'last' },
  ]);
  expect([...attributes]).toEqual([['toolset', 'other']]);
  expect(takeNested(attributes, 'tools')).toBeUndefined();
});

it('is not led astray by names that mean something to JavaScript', () => {
  const attributes = new Map([
    ['a.__proto__.polluted', 'yes'],
    ['a.constructor.name', 'mine'],
  ]);
  const nested = takeNested(attributes, 'a') as object;
  expect(Object.keys(nested)).toEqual(['__proto__', 'constructor']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

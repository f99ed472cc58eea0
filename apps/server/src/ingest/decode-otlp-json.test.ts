import { describe, expect, it } from 'vitest';
import { buildOtlpRequest, buildOtlpSpan, type OtlpJsonSpan } from '../testing/otlp-json.ts';
import { decodeOtlpJson } from './decode-otlp-json.ts';
import type { OtlpSpan } from './otlp-span.ts';

function decode(request: unknown): ReturnType<typeof decodeOtlpJson> {
  return decodeOtlpJson(Buffer.from(JSON.stringify(request)));
}

function decodeSpan(overrides: OtlpJsonSpan): OtlpSpan {
  const [resourceSpans] = decode(buildOtlpRequest([buildOtlpSpan(0, overrides)]));
  const span = resourceSpans?.scopeSpans[0]?.spans[0];
  if (!span) throw new Error('the request held a span, the decoder found none');
  return span;
}

function decodeValue(value: unknown): unknown {
  return decodeSpan({ attributes: [{ key: 'key', value }] }).attributes.get('key');
}

describe('decodeOtlpJson', () => {
  it('reads times to the microsecond, which a JSON number cannot hold', () => {
    const span = decodeSpan({
      startTimeUnixNano: '1700000000123456789',
      endTimeUnixNano: '1700000000123457999',
    });
    expect([span.startTime, span.endTime]).toEqual([1_700_000_000_123_456, 1_700_000_000_123_457]);
  });

  it('reads every kind of value', () => {
    expect(decodeValue({ stringValue: 'text' })).toBe('text');
    expect(decodeValue({ boolValue: false })).toBe(false);
    expect(decodeValue({ intValue: '42' })).toBe(42);
    expect(decodeValue({ intValue: 42 })).toBe(42);
    expect(decodeValue({ intValue: '9223372036854775807' })).toBe('9223372036854775807');
    expect(decodeValue({ doubleValue: 0.5 })).toBe(0.5);
    expect(decodeValue({ doubleValue: 'NaN' })).toBe('NaN');
    expect(decodeValue({ bytesValue: 'AAE=' })).toBe('AAE=');
    expect(decodeValue({ arrayValue: { values: [{ intValue: '1' }, { stringValue: 'b' }] } })).toEqual([
      1,
      'b',
    ]);
    expect(
      decodeValue({ kvlistValue: { values: [{ key: '__proto__', value: { stringValue: 'a' } }] } }),
    ).toEqual(JSON.parse('{"__proto__":"a"}'));
    expect(decodeValue({ kvlistValue: {} })).toEqual({});
    expect(decodeValue({})).toBeNull();
  });

  it('reads a status by number and by name', () => {
    expect(decodeSpan({ status: { code: 2, message: 'no' } }).status).toEqual({
      code: 'error',
      message: 'no',
    });
    expect(decodeSpan({ status: { code: 'STATUS_CODE_ERROR' } }).status.code).toBe('error');
    expect(decodeSpan({ status: { code: 1 } }).status.code).toBe('ok');
    expect(decodeSpan({ status: {} }).status.code).toBe('unset');
  });

  it('takes nothing from an empty request', () => {
    expect(decodeOtlpJson(Buffer.alloc(0))).toEqual([]);
    expect(decode({})).toEqual([]);
    expect(decode({ resourceSpans: null })).toEqual([]);
  });

  it.each([
    ['{"resourceSpans":[{', 'position 19'],
    ['[]', 'the body must be an object, not an array'],
    ['{"resourceSpans":{}}', 'resourceSpans must be an array, not an object'],
    ['{"resourceSpans":[1]}', 'resourceSpans[0] must be an object, not a number'],
    [
      '{"resourceSpans":[{"scopeSpans":[{},{"spans":"x"}]}]}',
      'resourceSpans[0].scopeSpans[1].spans must be an array',
    ],
    [
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":7}]}]}]}',
      'scopeSpans[0].spans[0].name must be a string',
    ],
    [
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":"yesterday"}]}]}]}',
      'spans[0].startTimeUnixNano must be nanoseconds since 1970 as a string of digits, not the string "yesterday"',
    ],
    [
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[{"key":"a","value":"b"}]}]}]}]}',
      'spans[0].attributes[0].value must be an object, not the string "b"',
    ],
  ])('says where %s is wrong', (body, place) => {
    expect(() => decodeOtlpJson(Buffer.from(body))).toThrow(place);
  });

  it('refuses values nested without end before they fill the stack', () => {
    const levels = 50_000;
    const value = `${'{"arrayValue":{"values":['.repeat(levels)}{}${']}}'.repeat(levels)}`;
    const body = `{"resourceSpans":[{"resource":{"attributes":[{"key":"a","value":${value}}]}}]}`;
    expect(() => decodeOtlpJson(Buffer.from(body))).toThrow('nested deeper than 100 levels');
  });
});

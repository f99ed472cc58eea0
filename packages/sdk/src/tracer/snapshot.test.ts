import { maxValueDepth } from '@outcrop/protocol';
import { describe, expect, test } from 'vitest';
import { takeSnapshot } from './snapshot.ts';

function nest(levels: number): unknown {
  let deep: unknown = 'bottom';
  for (let level = 0; level < levels; level += 1) deep = [deep];
  return deep;
}

function copyOf(value: unknown): unknown {
  return takeSnapshot(value).value;
}

describe('takeSnapshot', () => {
  test('does not show what its owner changes afterwards', () => {
    const messages = [{ role: 'user', content: [{ text: 'first' }] }];
    const copied = copyOf({ messages });
    messages[0]?.content.push({ text: 'second' });
    messages.push({ role: 'assistant', content: [] });
    expect(copied).toEqual({ messages: [{ role: 'user', content: [{ text: 'first' }] }] });
  });

  test('puts a reference where bytes stood and names what the bytes are', () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0]);
    expect(copyOf({ image: { format: 'png', source: { bytes: png } } })).toEqual({
      image: {
        format: 'png',
        source: { bytes: { type: 'attachment', content_type: 'image/png', byte_length: 6 } },
      },
    });
    expect(copyOf(Buffer.from('plain'))).toEqual({
      type: 'attachment',
      content_type: 'application/octet-stream',
      byte_length: 5,
    });
    expect(copyOf(new ArrayBuffer(3))).toMatchObject({ byte_length: 3 });
    expect(copyOf(new Blob(['four'], { type: 'text/plain' }))).toMatchObject({
      content_type: 'text/plain',
      byte_length: 4,
    });
  });

  test('keeps what JSON keeps', () => {
    const value = { a: [1, 'two', null, true, { b: 0.5 }], when: new Date(0) };
    expect(copyOf(value)).toEqual(JSON.parse(JSON.stringify(value)));
  });

  test('says in place what JSON cannot', () => {
    const circular: Record<string, unknown> = { name: 'loop' };
    circular['self'] = circular;
    expect(copyOf(circular)).toEqual({ name: 'loop', self: '[Circular]' });
    expect(copyOf({ big: 12n, not: Number.NaN, f: () => 1, u: undefined })).toEqual({
      big: '12',
      not: 'NaN',
    });
    expect(copyOf([undefined, () => 1])).toEqual([null, null]);
    expect(copyOf(new Map([['k', new Set([1])]]))).toEqual({ k: [1] });
  });

  test('shows one object in two places twice, not as a circle', () => {
    const shared = { x: 1 };
    expect(copyOf([shared, shared])).toEqual([{ x: 1 }, { x: 1 }]);
  });

  test('survives getters, proxies and toJSON that throw', () => {
    const hostile = {
      ok: 1,
      get bad(): never {
        throw new Error('no reading');
      },
    };
    expect(copyOf(hostile)).toEqual({ ok: 1, bad: '[Unreadable: no reading]' });
    const proxy = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('no keys');
        },
      },
    );
    expect(copyOf({ proxy })).toEqual({ proxy: '[Unreadable: no keys]' });
    const stubborn = {
      toJSON() {
        throw new Error('no JSON');
      },
    };
    expect(copyOf({ stubborn })).toEqual({ stubborn: '[Unreadable: no JSON]' });
  });

  test('stops at the depth that the server takes', () => {
    expect(copyOf(nest(maxValueDepth))).toEqual(nest(maxValueDepth));
    expect(JSON.stringify(copyOf(nest(10_000)))).toBe(
      `${'['.repeat(maxValueDepth)}"[Too deep]"${']'.repeat(maxValueDepth)}`,
    );
  });

  test('cannot be used to reach a prototype', () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"polluted": true}}');
    const copied = copyOf(hostile) as Record<string, unknown>;
    expect(copied['polluted']).toBeUndefined();
    expect(Object.keys(copied)).toEqual(['__proto__']);
  });

  test('estimates what keeping the value costs', () => {
    expect(takeSnapshot({ text: 'x'.repeat(1000) }).byteLength).toBeGreaterThanOrEqual(1000);
    expect(takeSnapshot({ bytes: new Uint8Array(1_000_000) }).byteLength).toBeLessThan(1000);
  });
});

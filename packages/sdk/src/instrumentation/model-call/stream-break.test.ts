import { describe, expect, test } from 'vitest';
import type { StreamEnd } from './observe-stream.ts';
import { findPartialReason } from './stream-break.ts';

const reset = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
const aborted = Object.assign(new Error('Request aborted'), { name: 'AbortError' });

describe('an answer that is not whole', () => {
  test.each<[string, StreamEnd, boolean]>([
    ['left', { kind: 'left' }, true],
    ['left', { kind: 'left' }, false],
    ['left', { kind: 'abandoned' }, true],
    ['never_read', { kind: 'abandoned' }, false],
    ['aborted', { kind: 'failed', error: aborted }, true],
    ['failed', { kind: 'failed', error: throttled }, true],
    ['ended_early', { kind: 'failed', error: reset }, true],
    ['ended_early', { kind: 'failed', error: null }, true],
    ['ended_early', { kind: 'done' }, true],
  ])('was %s: %j', (reason, end, hasContent) => {
    expect(findPartialReason(end, { hasContent, isServiceError: (error) => error === throttled })).toBe(
      reason,
    );
  });
});

import { expect, test } from 'vitest';
import { parseBraintrustParent } from './parse-braintrust-parent.ts';
import { parseParent } from './parse-parent.ts';

const spanId = '0123456789abcdef';
const traceId = 'fedcba98765432100123456789abcdef';
const parse = (value: string) => parseBraintrustParent({ 'x-bt-parent': value });

function exportSpan(version: number, fields: readonly [id: number, hex: string][], rest?: object): string {
  const pieces = fields.map(([id, hex]) => Buffer.concat([Buffer.from([id]), Buffer.from(hex, 'hex')]));
  const json = rest ? Buffer.from(JSON.stringify(rest)) : Buffer.alloc(0);
  return Buffer.concat([Buffer.from([version, 2, fields.length]), ...pieces, json]).toString('base64');
}

test('a span as Braintrust exports it is the parent, and its project by name the project', () => {
  const slug = exportSpan(
    4,
    [
      [3, spanId],
      [4, traceId],
    ],
    { object_id: 'o', row_id: 'r' },
  );
  expect(parse(slug)).toEqual({ traceId, spanId });
  expect(parseParent({ 'x-bt-parent': slug })).toEqual({ traceId, spanId });
  const named = exportSpan(
    4,
    [
      [3, spanId],
      [4, traceId],
    ],
    {
      compute_object_metadata_args: { project_name: 'Größe' },
    },
  );
  expect(parse(named)).toEqual({ traceId, spanId, project: 'Größe' });
});

test('of the older form, whose spans have UUIDs, the trace is taken', () => {
  const slug = exportSpan(3, [
    [1, traceId],
    [2, traceId],
    [3, traceId],
    [4, traceId],
  ]);
  expect(parse(slug)).toEqual({ traceId });
  expect(parseParent({ 'x-bt-parent': slug })).toEqual({ traceId, spanId: null });
});

test('ids in the JSON part count where they are ids', () => {
  expect(parse(exportSpan(4, [], { span_id: spanId, root_span_id: traceId }))).toEqual({ traceId, spanId });
  expect(parse(exportSpan(4, [], { span_id: 'row-1', root_span_id: 7 }))).toEqual({});
});

test('a project is read by its name', () => {
  expect(parse('project_name:shop')).toEqual({ project: 'shop' });
  expect(parse('project_name:Gr%C3%B6%C3%9Fe')).toEqual({ project: 'Größe' });
  expect(parse('project_name:100%')).toEqual({ project: '100%' });
});

test.each([
  '',
  'project_name:',
  'project_id:5f1c',
  'experiment_id:5f1c',
  'playground_logs:x',
  'not base64!',
  'AAAA',
  Buffer.from([4, 2, 200, 3]).toString('base64'),
  Buffer.from([4, 2, 1, 9, 1, 2, 3]).toString('base64'),
  Buffer.concat([Buffer.from([4, 2, 0]), Buffer.from('[oops')]).toString('base64'),
  exportSpan(4, [[3, '0000000000000000']]),
  'A'.repeat(100_000),
])('%s says nothing and is no error', (value) => {
  expect(parse(value)).toEqual({});
});

test('traceparent goes first', () => {
  const other = 'a'.repeat(32);
  const slug = exportSpan(4, [
    [3, spanId],
    [4, traceId],
  ]);
  const headers = { traceparent: `00-${other}-${spanId}-01`, 'x-bt-parent': slug };
  expect(parseParent(headers)?.traceId).toBe(other);
});

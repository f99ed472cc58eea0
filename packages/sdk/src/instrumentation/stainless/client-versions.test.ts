import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppRunner } from '../../../test/app-runner.ts';
import type { CollectedSpan } from '../../../test/collector.ts';
import { findTestTool, hasTestTools, type ToolSet } from '../../../test/test-tool.ts';

interface Outcome {
  value?: unknown;
  error?: { name: string; status?: number; message: string };
}

type Spans = readonly [name: string, end: unknown][];

let runner: AppRunner;

beforeAll(async () => {
  runner = await AppRunner.start();
});

afterAll(() => runner.close());

const anthropic = 'anthropic.messages.create';
const chat = 'openai.chat.completions.create';
const response = 'openai.responses.create';
const tool: [string, unknown] = ['tool: get_weather', '4 degrees'];

/** The spans of each case: their names, and how they ended. */
const expected: Record<string, Spans> = {
  'anthropic create': [[anthropic, 'end_turn']],
  'anthropic beta create': [[anthropic, 'end_turn']],
  'anthropic stream': [[anthropic, 'end_turn']],
  'anthropic stream left': [[anthropic, 'left']],
  'anthropic stream helper': [[anthropic, 'end_turn']],
  'anthropic raw': [[anthropic, 'end_turn']],
  'anthropic tools': [
    ['anthropic.beta.messages.toolRunner', 2],
    [anthropic, 'tool_use'],
    tool,
    [anthropic, 'end_turn'],
  ],
  'anthropic tools streamed': [
    ['anthropic.beta.messages.toolRunner', 2],
    [anthropic, 'tool_use'],
    tool,
    [anthropic, 'end_turn'],
  ],
  'anthropic refused': [[anthropic, 'ValidationException']],
  'anthropic retried': [[anthropic, 'end_turn']],
  'anthropic failing stream': [[anthropic, expect.stringMatching(/throttling|Throttling/u)]],
  'openai create': [[chat, 'stop']],
  'openai stream': [[chat, 'stop']],
  'openai stream helper': [[chat, 'stop']],
  'openai tools': [['openai.chat.completions.runTools', 2], [chat, 'tool_calls'], tool, [chat, 'stop']],
  'openai tools streamed': [
    ['openai.chat.completions.runTools', 2],
    [chat, 'tool_calls'],
    tool,
    [chat, 'stop'],
  ],
  'openai response': [[response, 'completed']],
  'openai response stream': [[response, 'completed']],
  'openai refused': [[chat, 'invalid_request_error']],
  'openai retried': [[chat, 'stop']],
};

function describeEnd({ type, error, metadata, output }: CollectedSpan): unknown {
  if (type === 'tool') return output;
  return error?.type ?? metadata['partial_reason'] ?? metadata['stop_reason'] ?? metadata['turns'];
}

/** The spans under the one of each case, in the order of their starts. */
function groupSpans(spans: readonly CollectedSpan[]): Record<string, Spans> {
  const roots = spans.filter((span) => span.parentSpanId === undefined);
  return Object.fromEntries(
    roots.map((root) => {
      const inside = spans.filter((span) => span.traceId === root.traceId && span !== root);
      return [root.name, inside.map((span): [string, unknown] => [span.name, describeEnd(span)])];
    }),
  );
}

/** A folder where the app finds the clients of that version, and this package above it. */
function installClients(version: string, set: ToolSet | undefined): string {
  const folder = path.join(runner.directory, version);
  mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
  if (set)
    for (const name of ['@anthropic-ai', 'openai'])
      symlinkSync(findTestTool(set, name), path.join(folder, 'node_modules', name));
  cpSync(path.join(runner.directory, 'client-versions.mjs'), path.join(folder, 'client-versions.mjs'));
  return path.join(version, 'client-versions.mjs');
}

async function runApp(app: string, mode: string): Promise<Record<string, Outcome>> {
  const hook = mode === 'hooked' ? ['--import', 'outcrop/hook.mjs'] : [];
  const { stdout, stderr } = await runner.run(...hook, app, mode);
  expect(stderr).not.toContain('[outcrop]');
  return JSON.parse(stdout) as Record<string, Outcome>;
}

const sets: [string, ToolSet | undefined][] = [
  ['oldest', 'model-clients-oldest'],
  ['middle', 'model-clients-middle'],
  ['newest', undefined],
];

describe.each(sets.filter(([, set]) => set === undefined || hasTestTools(set)))(
  'the %s clients',
  (version, set) => {
    let app: string;
    let plain: Record<string, Outcome>;

    beforeAll(async () => {
      app = installClients(version, set);
      plain = await runApp(app, 'plain');
    });

    beforeEach(() => {
      runner.emulator.reset();
      runner.collector.clear();
    });

    test('do what they should without us', () => {
      const failing = Object.entries(plain).filter(([, { error }]) => error);
      expect(failing.map(([name]) => name)).toEqual([
        'anthropic refused',
        'anthropic failing stream',
        'openai refused',
      ]);
    });

    test.each(['wrapped', 'hooked'])(
      '%s give the caller the same, and every call its spans',
      async (mode) => {
        expect(await runApp(app, mode)).toEqual(plain);
        expect(groupSpans(runner.collector.spans)).toEqual(expected);
        const calls = runner.collector.spans.filter(({ type, error }) => type === 'llm' && !error);
        for (const { metrics, metadata } of calls.filter((span) => !span.metadata['partial'])) {
          expect(metrics.completion_tokens).toBeGreaterThan(0);
          expect(metadata).toMatchObject({ service: 'aws-bedrock', region: 'us-east-1' });
        }
      },
    );
  },
);

import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildLambdaLayer } from '../../../../scripts/build-lambda-layer.mjs';
import { AppRunner } from '../../test/app-runner.ts';
import { LambdaService } from '../../test/lambda/lambda-service.ts';

const lambdaFolder = path.resolve(import.meta.dirname, '../../test/lambda');
/** With the files' modes, as Lambda does. */
const unzip = `import os, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
for entry in archive.infolist(): os.chmod(archive.extract(entry, sys.argv[2]), entry.external_attr >> 16)`;
let runner: AppRunner;
let lambda: LambdaService;
let layer: string;

beforeAll(async () => {
  runner = await AppRunner.start();
  cpSync(lambdaFolder, runner.directory, { recursive: true });
  layer = path.join(runner.directory, 'layer');
  buildLambdaLayer(`${layer}.zip`);
  execFileSync('python3', ['-c', unzip, `${layer}.zip`, layer]);
});

afterAll(() => runner.close());

beforeEach(() => {
  runner.collector.clear();
  lambda = new LambdaService();
});

afterEach(() => lambda.close());

const runtime = [process.execPath, path.join(lambdaFolder, 'runtime.mjs')] as const;

async function start(handler: string, command: readonly [string, ...string[]]): Promise<void> {
  await lambda.start(command, {
    ...runner.environment,
    LAMBDA_TASK_ROOT: runner.directory,
    _HANDLER: handler,
    OUTCROP_LAYER: layer,
  });
}

/** What has arrived when the function has answered and stands still. */
function listSpans(): unknown[] {
  return runner.collector.spans.map(({ name, endTime, metadata, error, parentSpanId }) => ({
    name,
    isEnded: endTime !== null,
    isChild: parentSpanId !== undefined,
    coldStart: metadata['cold_start'],
    requestId: name === 'ask-bedrock' ? metadata['aws_request_id'] : undefined,
    error: error?.type,
  }));
}

function invocation(id: number, error?: string): object {
  return {
    name: 'ask-bedrock',
    isEnded: true,
    isChild: false,
    coldStart: id === 1,
    requestId: `request-${id}`,
    error,
  };
}

const modelCall = {
  name: 'bedrock.converse',
  isEnded: true,
  isChild: true,
  coldStart: undefined,
  requestId: undefined,
  error: undefined,
};

describe('the spans are on the server before the function is frozen', () => {
  test('with a wrapped handler', async () => {
    await start('wrapped.handler', runtime);
    expect(await lambda.invoke({})).toEqual({ kind: 'response', value: 'end_turn' });
    expect(listSpans()).toEqual([invocation(1), modelCall]);
    runner.collector.clear();
    expect(await lambda.invoke({})).toEqual({ kind: 'response', value: 'end_turn' });
    expect(listSpans()).toEqual([invocation(2), modelCall]);
  });

  test.each([
    ['async', 'handlers.asynchronous', 'end_turn'],
    ['with a callback', 'handlers.withCallback', 'end_turn'],
    ['with a callback among the rest', 'handlers.withRest', 'end_turn'],
    ['with a callback that has a default', 'handlers.withDefault', 'end_turn'],
    ['with a callback before its promise', 'handlers.withBoth', 'end_turn'],
    ['streaming', 'handlers.streamed', 'end_turn!'],
  ])('by the layer alone: %s', async (_kind, handler, value) => {
    await start(handler, [path.join(layer, 'outcrop/exec'), ...runtime]);
    expect(await lambda.invoke({})).toEqual({ kind: 'response', value });
    expect(listSpans()).toEqual([invocation(1), modelCall]);
  });

  test('by the layer alone: CommonJS', async () => {
    execFileSync('cp', [
      path.join(runner.directory, 'handlers.cjs'),
      path.join(runner.directory, 'common.cjs'),
    ]);
    await start('common.asynchronous', [path.join(layer, 'outcrop/exec'), ...runtime]);
    expect(await lambda.invoke({})).toEqual({ kind: 'response', value: 'end_turn' });
    expect(listSpans()).toEqual([invocation(1), modelCall]);
  });
});

describe('errors stay what they are', () => {
  const noModel = { modelId: 'no.such-model' };
  const refused = { errorType: 'ValidationException', spans: 2 };

  test.each([
    { where: 'of a model call', handler: 'handlers.asynchronous', event: noModel, ...refused },
    { where: 'of a model call, by callback', handler: 'handlers.withCallback', event: noModel, ...refused },
    { where: 'thrown at once', handler: 'handlers.throwing', event: {}, errorType: 'RangeError', spans: 1 },
  ])('$where', async ({ handler, event, errorType, spans }) => {
    await start(handler, [path.join(layer, 'outcrop/exec'), ...runtime]);
    expect(await lambda.invoke(event)).toMatchObject({ kind: 'error', value: { errorType } });
    expect(listSpans()).toHaveLength(spans);
    expect(listSpans()[0]).toEqual(invocation(1, errorType));
  });
});

test('a server that does not answer delays the function no longer than it may', async () => {
  runner.collector.respond = () => undefined;
  await start('handlers.asynchronous', [path.join(layer, 'outcrop/exec'), ...runtime]);
  expect(await lambda.invoke({})).toEqual({ kind: 'response', value: 'end_turn' });
});

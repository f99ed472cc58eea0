import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { startEmulator } from '@outcrop/emulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Collector, type CollectedSpan } from '../test/collector.ts';
import { cases, nameCase } from '../test/coverage/cases.mjs';
import { renderPage } from '../test/coverage/render-page.mjs';
import { findSdkFolder, isInstalled, olderVersions } from '../test/coverage/sdk-versions.mjs';
import { installPackage } from '../test/install-package.ts';

interface CoverageCase {
  table: string;
  row: string;
  column: string;
  operation: { name: string; span: string; stream?: string };
  isCore?: boolean;
  partialReason?: string;
  isReadersError?: boolean;
  /** What of the span counts what is paid for. */
  metric?: string;
  hasStopReason?: boolean;
  needsOtherSdk?: boolean;
  /** Two where the case makes two calls. */
  spanCount?: number;
  /** How many calls with numbered parents the case makes at once. */
  crowdSize?: number;
  retries?: number;
}

interface Outcome {
  /** The result or error. */
  seen: { error?: { name: string }; isRejected?: boolean };
  /** Keys and listeners of the caller's objects. */
  objects: unknown;
  /** What the process had not had before; with us, what it does not have without us. */
  left: unknown;
}

/** What the caller saw and what was recorded, by the name of the case. */
interface Observation {
  outcomes: Record<string, Outcome>;
  spans: CollectedSpan[];
}

interface Sdk {
  version: string;
  why: string;
  folder: string;
  isCoreOnly: boolean;
}

const run = promisify(execFile);
const repository = path.resolve(import.meta.dirname, '../../..');
const resultsFile = path.join(repository, '.cache/sdk-coverage.json');
const pageFile = path.join(repository, 'docs/sdk-coverage.md');
const isStrict = Boolean(process.env['CI'] ?? process.env['OUTCROP_CI']);
const allCases = cases as CoverageCase[];
const nothing = { resources: {}, listeners: {} };
/** One after another: the others allow for what is left behind without us. */
const modes = ['plain', 'wrapped', 'hooked'] as const;
type Mode = (typeof modes)[number];

const newest: Sdk = { version: readVersion(), why: 'the newest', folder: repository, isCoreOnly: false };
const missing = olderVersions.filter(({ version }) => !isInstalled(version));
/** The oldest one, to have two copies in one process. */
const otherSdkFolder = missing.length === 0 ? findSdkFolder('3.600.0') : undefined;
const sdks: Sdk[] = [
  ...olderVersions
    .filter(({ version }) => isInstalled(version))
    .map(({ version, why }) => ({ version, why, folder: findSdkFolder(version), isCoreOnly: true })),
  newest,
];

function readVersion(): string {
  const file = path.join(repository, 'node_modules/@aws-sdk/client-bedrock-runtime/package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

const cells = new Map<string, { table: string; row: string; column: string; isPassed: boolean }>();
const passed = new Map<string, Map<string, [passed: number, all: number]>>();
let directory: string;

function findResultFile({ version }: Sdk, mode: Mode): string {
  return path.join(directory, `${version}-${mode}.result.json`);
}

/** In a process of its own, with an emulator of its own: what one mode leaves behind must not show in another. */
async function observe(sdk: Sdk, mode: Mode): Promise<Observation> {
  const [emulator, collector] = await Promise.all([startEmulator(), Collector.start()]);
  const name = `${sdk.version}-${mode}`;
  const resultFile = findResultFile(sdk, mode);
  const options = {
    sdkFolder: sdk.folder,
    isCoreOnly: sdk.isCoreOnly,
    otherSdkFolder,
    isHooked: mode === 'hooked',
    isPlain: mode === 'plain',
    endpoint: emulator.url,
    resultFile,
    plainResultFile: mode === 'plain' ? undefined : findResultFile(sdk, 'plain'),
  };
  const optionsFile = path.join(directory, `${name}.json`);
  writeFileSync(optionsFile, JSON.stringify(options));
  const hook = mode === 'hooked' ? ['--import', 'outcrop/hook.mjs'] : [];
  try {
    await run(process.execPath, ['--expose-gc', ...hook, 'run-cases.mjs', optionsFile], {
      cwd: directory,
      env: {
        PATH: process.env['PATH'],
        NODE_NO_WARNINGS: '1',
        OUTCROP_API_KEY: 'coverage-key',
        OUTCROP_API_URL: collector.url,
      },
    });
    const outcomes = JSON.parse(readFileSync(resultFile, 'utf8')) as Record<string, Outcome>;
    return { outcomes, spans: collector.spans };
  } finally {
    await Promise.all([emulator.close(), collector.close()]);
  }
}

/** The spans of calls under the span that was active in the case. */
function findSpans({ spans }: Observation, testCase: CoverageCase): CollectedSpan[] {
  const parent = spans.find((span) => span.name === nameCase(testCase));
  return spans.filter((span) => span.parentSpanId !== undefined && span.parentSpanId === parent?.spanId);
}

function checkSpan(span: CollectedSpan | undefined, testCase: CoverageCase, outcome: Outcome['seen']): void {
  const error = testCase.isReadersError ? undefined : outcome.error;
  expect(span?.name).toBe(testCase.operation.span);
  expect(span?.error?.type).toBe(error?.name);
  expect(span?.endTime).not.toBeNull();
  expect(span?.metadata['partial_reason']).toBe(outcome.isRejected ? undefined : testCase.partialReason);
  expect(span?.events.filter(({ name }) => name === 'retry')).toHaveLength(testCase.retries ?? 0);
  if (testCase.metric) expect(span?.metrics[testCase.metric]).toBeGreaterThan(0);
  if (testCase.hasStopReason) expect(span?.metadata['stop_reason']).toBeDefined();
}

function checkSpans(observation: Observation, testCase: CoverageCase, outcome: Outcome['seen']): void {
  if (testCase.crowdSize !== undefined) {
    checkCrowd(observation, testCase, testCase.crowdSize);
    return;
  }
  const spans = findSpans(observation, testCase);
  expect(spans).toHaveLength(testCase.spanCount ?? 1);
  for (const span of spans) checkSpan(span, testCase, outcome);
}

/** Every call's text says which parent it must have. */
function checkCrowd({ spans }: Observation, testCase: CoverageCase, size: number): void {
  const prefix = `${nameCase(testCase)} #`;
  const numbers = new Map(
    spans
      .filter(({ name }) => name.startsWith(prefix))
      .map(({ spanId, name }) => [spanId, name.slice(prefix.length)]),
  );
  expect(numbers.size).toBe(size);
  const calls = spans.filter(({ parentSpanId }) => numbers.has(parentSpanId ?? ''));
  expect(calls).toHaveLength(size);
  for (const { input, parentSpanId, name } of calls) {
    expect(name).toBe(testCase.operation.span);
    expect(JSON.stringify(input)).toContain(`"call ${numbers.get(parentSpanId ?? '')}"`);
  }
}

function record(sdk: Sdk, testCase: CoverageCase, isPassed: boolean): void {
  const { table, row, column, operation, isCore } = testCase;
  if (sdk === newest) {
    const before = cells.get(nameCase(testCase))?.isPassed ?? true;
    cells.set(nameCase(testCase), { table, row, column, isPassed: before && isPassed });
  }
  if (!isCore) return;
  const counts = passed.get(sdk.version) ?? new Map<string, [number, number]>();
  const [good, all] = counts.get(operation.name) ?? [0, 0];
  counts.set(operation.name, [good + (isPassed ? 1 : 0), all + 1]);
  passed.set(sdk.version, counts);
}

beforeAll(() => {
  directory = installPackage();
  cpSync(path.join(import.meta.dirname, '../test/coverage'), directory, { recursive: true });
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.each(sdks.map((sdk) => [sdk.version, sdk] as const))('AWS SDK %s', (_version, sdk) => {
  const observations: Partial<Record<Mode, Observation>> = {};
  const chosen = allCases.filter(({ isCore }) => isCore || !sdk.isCoreOnly);

  beforeAll(async () => {
    for (const mode of modes) observations[mode] = await observe(sdk, mode);
  }, 600_000);

  describe.each(['wrapped', 'hooked'] as const)('%s', (mode) => {
    test.for(chosen.map((testCase) => [nameCase(testCase), testCase] as const))(
      '%s',
      ([name, testCase], { skip }) => {
        const plain = observations.plain?.outcomes[name];
        const traced = observations[mode];
        // An operation that this version does not have.
        const isWithoutOther = testCase.needsOtherSdk === true && otherSdkFolder === undefined;
        skip(!plain && (sdk !== newest || isWithoutOther));
        let isPassed = false;
        try {
          expect(traced?.outcomes[name]).toEqual(plain && { ...plain, left: nothing });
          if (traced) checkSpans(traced, testCase, plain?.seen ?? {});
          isPassed = true;
        } finally {
          record(sdk, testCase, isPassed);
        }
      },
    );
  });
});

describe('the page', () => {
  test.runIf(isStrict || missing.length === 0)('has every version', () => {
    expect(missing, 'run: node scripts/install-sdk-versions.mjs').toEqual([]);
  });

  test.skipIf(missing.length > 0)('is what was seen: if not, run node scripts/write-sdk-coverage.mjs', () => {
    const versions = sdks.map(({ version, why }) => ({
      version,
      why,
      counts: Object.fromEntries(
        [...(passed.get(version) ?? [])].map(([name, [good, all]]) => [name, `${good} of ${all}`]),
      ),
    }));
    const results = { cells: [...cells.values()], versions };
    mkdirSync(path.dirname(resultsFile), { recursive: true });
    writeFileSync(resultsFile, JSON.stringify(results));
    expect(readFileSync(pageFile, 'utf8')).toBe(renderPage(results));
  });
});

if (missing.length > 0) {
  const versions = missing.map(({ version }) => version).join(', ');
  console.warn(
    `[outcrop] NOT TESTED against AWS SDK ${versions}: run node scripts/install-sdk-versions.mjs to install them.`,
  );
}

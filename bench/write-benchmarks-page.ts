import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { Figures } from './figure.ts';

const page = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../docs/benchmarks.md');

const preface = `# Benchmarks

Written by \`npm run bench -- <name>\`; run it to get your own numbers. All rows of a table come from one run on one
machine, the subjects taking turns.
`;

/** Replaces the benchmark's own section of docs/benchmarks.md and leaves the others. */
export async function writeBenchmarksPage({
  name,
  title,
  figures,
}: {
  name: string;
  title: string;
  figures: Figures;
}): Promise<void> {
  const before = existsSync(page) ? readFileSync(page, 'utf8') : preface;
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const section = `${start}\n\n## ${title}\n\n${describeMachine()}\n\n${buildTable(figures)}\n\n${end}`;
  const from = before.indexOf(start);
  const to = before.indexOf(end);
  const after =
    from === -1
      ? `${before.trimEnd()}\n\n${section}\n`
      : before.slice(0, from) + section + before.slice(to + end.length);
  writeFileSync(page, await format(after, { ...(await resolveConfig(page)), filepath: page }));
}

function describeMachine(): string {
  const cpus = os.cpus();
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, Node ${process.version}, ${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown processor'}.`;
}

function buildTable(figures: Figures): string {
  const peers = [...new Set(Object.values(figures).flatMap((figure) => Object.keys(figure.peers ?? {})))];
  const rows = Object.entries(figures).map(([name, figure]) => [
    figure.label ?? name,
    `${figure.value} ${figure.unit}`,
    figure.target === undefined ? '' : `${figure.isHigherBetter ? '≥' : '≤'} ${figure.target}`,
    ...peers.map((peer) => String(figure.peers?.[peer] ?? '')),
  ]);
  const head = ['', 'outcrop', 'target', ...peers];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

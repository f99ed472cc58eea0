import { describe, expect, it } from 'vitest';

import { buildSpan } from '../../../../test/support/build-span.ts';
import { buildSpanTree, listAncestorIds, listOpeningNodes, listVisibleNodes } from './span-tree.ts';

function span(id: string, parent: string | null, start = 0) {
  return buildSpan({ span_id: id, parent_span_id: parent, name: id, type: 'task', start_time: start });
}

function outline(tree: ReturnType<typeof buildSpanTree>, folded = new Set<string>()): string[] {
  return listVisibleNodes(tree, folded).map((node) => `${'-'.repeat(node.depth)}${node.span.name}`);
}

function namesToOpen(tree: ReturnType<typeof buildSpanTree>): string[] {
  return listOpeningNodes(tree).map((node) => node.span.name);
}

describe('buildSpanTree', () => {
  it('orders children by start whatever the order they came in', () => {
    const tree = buildSpanTree([
      span('b', 'root', 2),
      span('c', 'a', 3),
      span('a', 'root', 1),
      span('root', null),
    ]);
    expect(outline(tree)).toEqual(['root', '-a', '--c', '-b']);
  });

  it('counts what is beneath a span, errors apart', () => {
    const failed = { ...span('c', 'a', 3), error: { type: 'TimeoutError', message: 'late' } };
    const { nodes } = buildSpanTree([span('root', null), span('a', 'root', 1), span('b', 'root', 2), failed]);
    expect(nodes.get('root')).toMatchObject({ descendantCount: 3, descendantErrorCount: 1 });
    expect(nodes.get('a')).toMatchObject({ descendantCount: 1, descendantErrorCount: 1 });
    expect(nodes.get('c')).toMatchObject({ descendantCount: 0, descendantErrorCount: 0 });
  });

  it('makes a span without its parent a root and says so', () => {
    const tree = buildSpanTree([span('lost', 'never-came', 5), span('root', null, 1)]);
    expect(tree.roots.map((node) => [node.span.name, node.isOrphan])).toEqual([
      ['root', false],
      ['lost', true],
    ]);
  });

  it('shows every span of a circle once', () => {
    const tree = buildSpanTree([
      span('a', 'c', 1),
      span('b', 'a', 2),
      span('c', 'b', 3),
      span('own', 'own', 4),
    ]);
    expect(
      outline(tree)
        .map((line) => line.replaceAll('-', ''))
        .toSorted(),
    ).toEqual(['a', 'b', 'c', 'own']);
  });

  it('survives ten thousand levels', () => {
    const spans = Array.from({ length: 10_000 }, (_, level) =>
      span(`s${level}`, level === 0 ? null : `s${level - 1}`),
    );
    const tree = buildSpanTree(spans);
    expect(listVisibleNodes(tree, new Set()).at(-1)?.depth).toBe(9999);
    expect(tree.roots[0]?.descendantCount).toBe(9999);
    const deepest = tree.nodes.get('s9999');
    expect(deepest && listAncestorIds(deepest)).toHaveLength(9999);
  });

  it('hides what is beneath a folded span', () => {
    const tree = buildSpanTree([
      span('root', null),
      span('a', 'root', 1),
      span('c', 'a', 3),
      span('b', 'root', 2),
    ]);
    expect(outline(tree, new Set(['a']))).toEqual(['root', '-a', '-b']);
  });
});

describe('listOpeningNodes', () => {
  const root = span('root', null);
  const call = (id: string, start: number) => ({ ...span(id, 'root', start), type: 'llm' as const });
  const error = { type: 'ThrottlingException', message: 'slow down' };

  it('opens the cause of a failed trace', () => {
    const tree = buildSpanTree([
      { ...root, error },
      call('first', 1),
      { ...call('second', 2), error },
      span('later', 'root', 3),
    ]);
    expect(namesToOpen(tree)).toEqual(['second']);
  });

  it('opens the last model call, also when an error was dealt with on the way', () => {
    const tree = buildSpanTree([
      root,
      call('second', 2),
      call('first', 1),
      { ...span('tool', 'root', 1), error },
    ]);
    expect(namesToOpen(tree)).toEqual(['second']);
  });

  it('tries the root of a trace without model calls first, then an error, then tools, then what is left', () => {
    const tree = buildSpanTree([
      root,
      span('part', 'root', 1),
      { ...span('tool', 'root', 2), type: 'tool' },
      { ...span('retried', 'root', 3), error },
    ]);
    expect(namesToOpen(tree)).toEqual(['root', 'retried', 'tool', 'part']);
    expect(namesToOpen(buildSpanTree([]))).toEqual([]);
  });
});

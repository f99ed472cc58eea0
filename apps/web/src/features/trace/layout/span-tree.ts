import type { Span } from '@outcrop/protocol';

export interface SpanNode {
  span: Span;
  children: SpanNode[];
  /** Distance from the root, from 0. */
  depth: number;
  parent: SpanNode | undefined;
  /** Spans beneath this one, at any depth. */
  descendantCount: number;
  /** Errors beneath this one, at any depth; one that passes through its callers is one. */
  descendantErrorCount: number;
  /** The parent that the span names has not arrived. */
  isOrphan: boolean;
}

export interface SpanTree {
  roots: SpanNode[];
  nodes: ReadonlyMap<string, SpanNode>;
}

function compareStart(left: SpanNode, right: SpanNode): number {
  return left.span.start_time - right.span.start_time;
}

/** Whether following parents from this node comes back to it. */
function isInCycle(node: SpanNode, nodes: ReadonlyMap<string, SpanNode>, settled: Set<string>): boolean {
  const path = new Set<string>();
  let current: SpanNode | undefined = node;
  while (current && !settled.has(current.span.span_id)) {
    if (path.has(current.span.span_id)) return true;
    path.add(current.span.span_id);
    const parentId: string | null = current.span.parent_span_id;
    current = parentId === null ? undefined : nodes.get(parentId);
  }
  for (const id of path) settled.add(id);
  return false;
}

function link(nodes: ReadonlyMap<string, SpanNode>): SpanNode[] {
  const roots: SpanNode[] = [];
  const settled = new Set<string>();
  for (const node of nodes.values()) {
    const parentId = node.span.parent_span_id;
    const parent = parentId === null ? undefined : nodes.get(parentId);
    if (parent && !isInCycle(node, nodes, settled)) {
      node.parent = parent;
      parent.children.push(node);
    } else {
      settled.add(node.span.span_id);
      node.isOrphan = parentId !== null;
      roots.push(node);
    }
  }
  return roots.sort(compareStart);
}

function isOwnError({ span, children }: SpanNode): boolean {
  return span.error !== null && !children.some((child) => child.span.error);
}

/** Depths downwards, counts upwards; without recursion, for a trace may be ten thousand levels deep. */
function measure(roots: readonly SpanNode[]): void {
  const order: SpanNode[] = [];
  const stack = [...roots];
  for (let node = stack.pop(); node; node = stack.pop()) {
    order.push(node);
    node.depth = node.parent ? node.parent.depth + 1 : 0;
    node.children.sort(compareStart);
    for (const child of node.children) stack.push(child);
  }
  for (let index = order.length - 1; index >= 0; index -= 1) {
    const node = order[index];
    if (!node?.parent) continue;
    node.parent.descendantCount += node.descendantCount + 1;
    node.parent.descendantErrorCount += node.descendantErrorCount + (isOwnError(node) ? 1 : 0);
  }
}

/** Children by start time. A span whose parent is missing, or is its own descendant, becomes a root. */
export function buildSpanTree(spans: readonly Span[]): SpanTree {
  const nodes = new Map<string, SpanNode>();
  for (const span of spans) {
    nodes.set(span.span_id, {
      span,
      children: [],
      depth: 0,
      parent: undefined,
      descendantCount: 0,
      descendantErrorCount: 0,
      isOrphan: false,
    });
  }
  const roots = link(nodes);
  measure(roots);
  return { roots, nodes };
}

/** The nodes to show, in reading order, without those beneath a collapsed one. */
export function listVisibleNodes(tree: SpanTree, collapsed: ReadonlySet<string>): SpanNode[] {
  const visible: SpanNode[] = [];
  const stack = tree.roots.toReversed();
  for (let node = stack.pop(); node; node = stack.pop()) {
    visible.push(node);
    if (collapsed.has(node.span.span_id)) continue;
    for (let index = node.children.length - 1; index >= 0; index -= 1) {
      const child = node.children[index];
      if (child) stack.push(child);
    }
  }
  return visible;
}

/** The ids of every ancestor, nearest first. */
export function listAncestorIds(node: SpanNode): string[] {
  const ids: string[] = [];
  for (let parent = node.parent; parent; parent = parent.parent) ids.push(parent.span.span_id);
  return ids;
}

/** So many are asked for their content until one has some. */
const mostOpening = 8;

/**
 * Where a reader who names no span wants to look, best first: at the deepest error when the trace failed, else at the
 * last model call, whose conversation holds those before it. Of a trace without either the spans that come into
 * question, the first of which with any content is to be opened: a root is often a mere frame.
 */
export function listOpeningNodes(tree: SpanTree): SpanNode[] {
  let deepestError: SpanNode | undefined;
  let lastCall: SpanNode | undefined;
  for (const node of tree.nodes.values()) {
    const { error, type, start_time: start } = node.span;
    if (error && (!deepestError || node.depth > deepestError.depth)) deepestError = node;
    if (type === 'llm' && (!lastCall || start >= lastCall.span.start_time)) lastCall = node;
  }
  const hasFailed = tree.roots.some((root) => root.span.error);
  const certain = (hasFailed ? deepestError : undefined) ?? lastCall;
  if (certain) return [certain];
  const nodes = listVisibleNodes(tree, new Set());
  const tools = nodes.filter(({ span }) => span.type === 'tool');
  const ordered = new Set([
    ...nodes.slice(0, 1),
    ...(deepestError ? [deepestError] : []),
    ...tools,
    ...nodes,
  ]);
  return [...ordered].slice(0, mostOpening);
}

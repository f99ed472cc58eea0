import type { TraceSpan } from '../../tracer/trace-span.ts';
import { traceFunction } from '../stainless/trace-function.ts';

interface RunnableTool {
  function?: { name?: string };
}

/** The same parameters, with tools whose every run is a span below this one. */
export function traceTools(params: unknown, parent: TraceSpan): unknown {
  const { tools } = (params ?? {}) as { tools?: unknown };
  if (!Array.isArray(tools)) return params;
  return { ...(params as object), tools: tools.map((tool: RunnableTool | null) => traceTool(tool, parent)) };
}

/** What runs is `function` within `function`, or the `$callback` of tools that the client's own helpers make. */
function traceTool(tool: RunnableTool | null, parent: TraceSpan): unknown {
  const toolName = tool?.function?.name;
  const copy = traceFunction(tool, { key: '$callback', toolName, parent });
  const inner = tool?.function;
  const tracedInner = traceFunction(inner, { key: 'function', toolName, parent });
  return tracedInner === inner ? copy : { ...copy, function: tracedInner };
}

import type { TraceSpan } from '../../tracer/trace-span.ts';
import { traceFunction } from '../stainless/trace-function.ts';

/** The same parameters, with tools whose every run is a span below this one. */
export function traceTools(params: unknown, parent: TraceSpan): unknown {
  const { tools } = (params ?? {}) as { tools?: unknown };
  if (!Array.isArray(tools)) return params;
  const traced = tools.map((tool: unknown) => {
    const { name } = (tool ?? {}) as { name?: string };
    return traceFunction(tool, { key: 'run', toolName: name, parent });
  });
  return { ...(params as object), tools: traced };
}

import { nowMicroseconds } from '../../tracer/clock.ts';
import { runInSpan } from '../../tracer/run-in-span.ts';
import type { TraceSpan } from '../../tracer/trace-span.ts';

interface RunnableTool {
  name?: unknown;
  run(...args: unknown[]): unknown;
}

/** The same parameters, with tools whose every run is a span below this one. */
export function traceTools(params: unknown, span: TraceSpan): unknown {
  const { tools } = (params ?? {}) as { tools?: unknown };
  if (!Array.isArray(tools)) return params;
  return { ...(params as object), tools: tools.map((tool: unknown) => traceTool(tool, span)) };
}

/** Only plain objects are copied: a class may depend on its own instances. */
function traceTool(tool: unknown, parent: TraceSpan): unknown {
  if (!isPlainTool(tool)) return tool;
  const run = (...args: unknown[]): unknown => {
    const span = parent.startSpanAt(nowMicroseconds(), { name: `tool: ${String(tool.name)}`, type: 'tool' });
    span.log({ input: args[0] });
    return runInSpan(
      span,
      () => tool.run(...args),
      (output) => span.log({ output }),
    );
  };
  const properties = Object.getOwnPropertyDescriptors(tool);
  return Object.defineProperties({}, { ...properties, run: { ...properties.run, value: run } });
}

function isPlainTool(tool: unknown): tool is RunnableTool {
  return (
    typeof tool === 'object' &&
    tool !== null &&
    Object.getPrototypeOf(tool) === Object.prototype &&
    Object.hasOwn(tool, 'run') &&
    typeof (tool as RunnableTool).run === 'function'
  );
}

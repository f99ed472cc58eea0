import { runInSpan } from '../../tracer/run-in-span.ts';
import type { TraceSpan } from '../../tracer/trace-span.ts';

export interface ToolFunction {
  /** Where it stands in its owner, such as `run`. */
  key: string;
  toolName: string | undefined;
  parent: TraceSpan;
}

/**
 * A copy of the object whose function is a span of type `tool` each time it runs. Only plain objects that have the
 * function themselves are copied: a class may depend on its own instances.
 */
export function traceFunction<Owner>(owner: Owner, { key, toolName, parent }: ToolFunction): Owner {
  if (!isPlainObject(owner) || !Object.hasOwn(owner, key)) return owner;
  const work = owner[key];
  if (typeof work !== 'function') return owner;
  const name = `tool: ${toolName ?? work.name}`;
  const run = (...args: unknown[]): unknown => {
    const span = parent.startSpanAt(parent.now(), { name, type: 'tool' });
    span.log({ input: args[0] });
    return runInSpan(
      span,
      () => Reflect.apply(work, owner, args) as unknown,
      (output) => span.log({ output }),
    );
  };
  // A tool without a name goes by that of its function.
  Object.defineProperty(run, 'name', { configurable: true, value: work.name });
  const properties = Object.getOwnPropertyDescriptors(owner);
  return Object.defineProperties({}, { ...properties, [key]: { ...properties[key], value: run } }) as Owner;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

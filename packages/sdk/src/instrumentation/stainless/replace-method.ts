export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Replaces a method of this one object; does nothing where it has none of that name. */
export function replaceMethod(target: object, name: string, wrap: (method: Method) => Method): void {
  const method = (target as Record<string, unknown>)[name];
  if (typeof method !== 'function') return;
  Object.defineProperty(target, name, { configurable: true, writable: true, value: wrap(method as Method) });
}

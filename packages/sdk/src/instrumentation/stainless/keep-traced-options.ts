type WithOptions = (this: unknown, ...args: unknown[]) => object;

/** `client.withOptions(…)` makes a new client: it is wrapped like the one it comes from. */
export function keepTracedOptions(client: object, wrap: (copy: object) => object): void {
  const { withOptions } = client as { withOptions?: WithOptions };
  if (typeof withOptions !== 'function' || Object.hasOwn(client, 'withOptions')) return;
  Object.defineProperty(client, 'withOptions', {
    configurable: true,
    writable: true,
    value: function withTracedOptions(this: unknown, ...args: unknown[]): object {
      return wrap(withOptions.apply(this, args));
    },
  });
}

import type { OtelContext } from './open-telemetry.ts';

/** A context of OpenTelemetry for apps that trace without a context manager. */
export class PlainContext implements OtelContext {
  readonly #values: ReadonlyMap<symbol, unknown>;

  constructor(values: ReadonlyMap<symbol, unknown> = new Map()) {
    this.#values = values;
  }

  getValue(key: symbol): unknown {
    return this.#values.get(key);
  }

  setValue(key: symbol, value: unknown): PlainContext {
    return new PlainContext(new Map(this.#values).set(key, value));
  }

  deleteValue(key: symbol): PlainContext {
    return new PlainContext(new Map([...this.#values].filter(([each]) => each !== key)));
  }
}

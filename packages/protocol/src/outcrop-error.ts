const marker = Symbol.for('outcrop.error');

export interface OutcropErrorOptions {
  /** Stable and machine-readable, such as `store_full`. */
  code: string;
  cause?: unknown;
}

/** Base of every error the project throws. The message names the place, what happened and the way out. */
export class OutcropError extends Error {
  readonly code: string;
  readonly [marker] = true;

  constructor(message: string, options: OutcropErrorOptions) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
  }

  /** Recognises the error even when it comes from another copy of the package. */
  static is(value: unknown): value is OutcropError {
    return typeof value === 'object' && value !== null && marker in value;
  }
}

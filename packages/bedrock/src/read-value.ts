/** Whether the value is an object with named properties, not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value when it is an object, else an empty one: for reading properties of what may be missing. */
export function readRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** The value when it is an array, else an empty one. */
export function readArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value when it is a string. */
export function readString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value when it is a finite number. */
export function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The strings of an array, or a lone string as an array of one. */
export function readStrings(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

/** The properties that are neither undefined nor null. */
export function keepPresent<Shape extends object>(shape: Shape): Partial<Shape> {
  const present: Partial<Shape> = {};
  for (const key in shape) {
    if (shape[key] !== undefined && shape[key] !== null) present[key] = shape[key];
  }
  return present;
}

/** As {@link keepPresent}; undefined when there is none. */
export function keepAnyPresent<Shape extends object>(shape: Shape): Partial<Shape> | undefined {
  const present = keepPresent(shape);
  return Object.keys(present).length > 0 ? present : undefined;
}

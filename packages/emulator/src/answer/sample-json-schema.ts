import { asArray, asNumber, asObject, isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';

export interface SampleHints {
  /** What the person said; strings are taken from it where a property's name suggests how. */
  prompt: string;
}

const stringOfFormat: Readonly<Record<string, string>> = {
  date: '2026-01-15',
  'date-time': '2026-01-15T09:30:00Z',
  time: '09:30:00Z',
  duration: 'PT30M',
  email: 'ada@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
};

/**
 * A value that satisfies the schema: the same for the same schema and prompt. Understands type, enum, const, default,
 * required and optional properties, items and bounds, formats, local `$ref`, allOf, anyOf and oneOf; not `pattern`.
 */
export function sampleJsonSchema(schema: unknown, hints: SampleHints): unknown {
  return new SchemaSampler(schema, hints).sample(schema, '', 0);
}

class SchemaSampler {
  readonly #root: unknown;
  readonly #hints: SampleHints;

  constructor(root: unknown, hints: SampleHints) {
    this.#root = root;
    this.#hints = hints;
  }

  sample(schema: unknown, name: string, depth: number): unknown {
    const rules = this.#flatten(schema, 0);
    if ('const' in rules) return rules.const;
    if (Array.isArray(rules.enum) && rules.enum.length > 0) return this.#chooseFrom(rules.enum);
    if ('default' in rules) return rules.default;
    switch (typeOf(rules)) {
      case 'object':
        return this.#sampleObject(rules, depth);
      case 'array':
        return this.#sampleArray(rules, name, depth);
      case 'integer':
        return sampleNumber(rules, 1);
      case 'number':
        return sampleNumber(rules, 0.5);
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return this.#sampleString(rules, name);
    }
  }

  /** Resolves `$ref`, merges allOf and takes the first branch of anyOf and oneOf that is not null. */
  #flatten(schema: unknown, hops: number): JsonObject {
    const own = asObject(schema);
    if (hops > 16) return own;
    const { $ref, allOf, anyOf, oneOf, ...rest } = own;
    const branches: unknown[] = asArray(allOf);
    if (typeof $ref === 'string') branches.push(this.#resolve($ref));
    const choice = [...asArray(anyOf), ...asArray(oneOf)];
    if (choice.length > 0)
      branches.push(choice.find((branch) => asObject(branch).type !== 'null') ?? choice[0]);
    return branches.reduce<JsonObject>(
      (merged, branch) => mergeRules(merged, this.#flatten(branch, hops + 1)),
      rest,
    );
  }

  #resolve(reference: string): unknown {
    if (!reference.startsWith('#')) return {};
    return reference
      .slice(1)
      .split('/')
      .filter((step) => step !== '')
      .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((value, step) => asObject(value)[step], this.#root);
  }

  #sampleObject(rules: JsonObject, depth: number): JsonObject {
    const required = new Set(asArray(rules.required));
    const result: JsonObject = {};
    for (const [name, property] of Object.entries(asObject(rules.properties))) {
      // A schema that contains itself ends here; what is required is still given while it can be.
      if (depth > 4 && (!required.has(name) || depth > 12)) continue;
      result[name] = this.sample(property, name, depth + 1);
    }
    for (const name of required) {
      if (typeof name === 'string' && !(name in result) && depth <= 12)
        result[name] = this.#sampleString({}, name);
    }
    return result;
  }

  #sampleArray(rules: JsonObject, name: string, depth: number): unknown[] {
    const prefix = asArray(rules.prefixItems).map((item) => this.sample(item, name, depth + 1));
    const wanted = Math.max(asNumber(rules.minItems) ?? 1, prefix.length);
    const count = Math.min(wanted, asNumber(rules.maxItems) ?? wanted);
    if (depth > 6 && asNumber(rules.minItems) === undefined) return [];
    const rest = Array.from({ length: Math.max(0, count - prefix.length) }, (_, index) =>
      distinct(this.sample(rules.items, name, depth + 1), rules.uniqueItems === true ? index : 0),
    );
    return [...prefix, ...rest].slice(0, count);
  }

  #sampleString(rules: JsonObject, name: string): string {
    const byFormat = stringOfFormat[typeof rules.format === 'string' ? rules.format : ''];
    const text = byFormat ?? guessString(name, this.#hints.prompt);
    const minimum = asNumber(rules.minLength) ?? 0;
    return text.padEnd(minimum, 'x').slice(0, asNumber(rules.maxLength) ?? undefined);
  }

  /** An enum member the prompt names, else the first. */
  #chooseFrom(members: unknown[]): unknown {
    const prompt = this.#hints.prompt.toLowerCase();
    return (
      members.find(
        (member) => typeof member === 'string' && member !== '' && prompt.includes(member.toLowerCase()),
      ) ?? members[0]
    );
  }
}

function typeOf(rules: JsonObject): unknown {
  const declared = Array.isArray(rules.type) ? rules.type.find((type) => type !== 'null') : rules.type;
  if (declared !== undefined) return declared;
  if (isJsonObject(rules.properties)) return 'object';
  return 'items' in rules || 'prefixItems' in rules ? 'array' : 'string';
}

function mergeRules(left: JsonObject, right: JsonObject): JsonObject {
  const merged: JsonObject = { ...right, ...left };
  if (left.properties && right.properties) {
    merged.properties = { ...asObject(right.properties), ...asObject(left.properties) };
  }
  if (left.required && right.required)
    merged.required = [...asArray(right.required), ...asArray(left.required)];
  return merged;
}

function sampleNumber(rules: JsonObject, step: number): number {
  const above = asNumber(rules.exclusiveMinimum);
  const below = asNumber(rules.exclusiveMaximum);
  const multiple = asNumber(rules.multipleOf);
  const lowest = asNumber(rules.minimum) ?? (above === undefined ? undefined : above + step);
  const highest = asNumber(rules.maximum) ?? (below === undefined ? undefined : below - step);
  const inside = Math.min(Math.max(lowest ?? 1, 1), highest ?? Number.POSITIVE_INFINITY);
  const bounded = lowest === undefined ? inside : Math.max(lowest, inside);
  return multiple === undefined ? bounded : Math.ceil(bounded / multiple) * multiple;
}

function distinct(value: unknown, index: number): unknown {
  if (index === 0) return value;
  if (typeof value === 'number') return value + index;
  return typeof value === 'string' ? `${value} ${index + 1}` : value;
}

const placePattern = /\b(?:in|for|at|to|of|near)\s+(\p{Lu}[\p{L}.'-]*(?:[ ,]+\p{Lu}[\p{L}.'-]*)*)/u;

interface Guess {
  /** Against the property's name. */
  pattern: RegExp;
  guess(context: { prompt: string; properName: string | undefined }): string;
}

const guesses: readonly Guess[] = [
  {
    pattern: /city|location|place|town|country|region|address/u,
    guess: ({ properName }) => properName ?? 'Paris',
  },
  {
    pattern: /query|question|search|prompt|text|message|input|topic|content/u,
    guess: ({ prompt }) => prompt || 'a short question',
  },
  { pattern: /unit/u, guess: () => 'celsius' },
  { pattern: /date|day|when/u, guess: () => '2026-01-15' },
  { pattern: /email/u, guess: () => 'ada@example.com' },
  { pattern: /url|link/u, guess: () => 'https://example.com/' },
  { pattern: /sql/u, guess: () => 'SELECT 1' },
  { pattern: /name|author|user|person/u, guess: ({ properName }) => properName ?? 'Ada Lovelace' },
];

/** Fills a string property the way a model would: a place for `location`, the question for `query`. */
function guessString(name: string, prompt: string): string {
  const properName = placePattern.exec(prompt)?.[1]?.replace(/[.,'-]+$/u, '');
  const found = guesses.find(({ pattern }) => pattern.test(name.toLowerCase()));
  return found?.guess({ prompt, properName }) ?? `sample ${name}`.trim();
}

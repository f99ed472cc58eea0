import { ServiceError } from '../service-error.ts';
import type { Behaviour } from './behaviour.ts';

/** A script that cannot be read; `message` says which directive and what is allowed. */
export class ScriptError extends Error {
  override name = 'ScriptError';
}

interface Directive {
  name: string;
  form: string;
  apply(value: string): Behaviour | undefined;
}

const count = /^\d{1,9}$/u;
const exceptionMembers = [
  'accessDeniedException',
  'badGatewayException',
  'conflictException',
  'dependencyFailedException',
  'internalServerException',
  'modelNotReadyException',
  'modelStreamErrorException',
  'modelTimeoutException',
  'resourceNotFoundException',
  'serviceQuotaExceededException',
  'serviceUnavailableException',
  'throttlingException',
  'validationException',
];

function countDirective(name: string, form: string, build: (value: number) => Behaviour): Directive {
  return { name, form, apply: (value) => (count.test(value) ? build(Number(value)) : undefined) };
}

const directives: readonly Directive[] = [
  countDirective('latency', 'latency=MILLISECONDS', (latencyMs) => ({ latencyMs })),
  {
    name: 'tokens-per-second',
    form: 'tokens-per-second=NUMBER above 0',
    apply: (value) =>
      count.test(value) && Number(value) > 0 ? { tokensPerSecond: Number(value) } : undefined,
  },
  countDirective('throttle', 'throttle=ATTEMPTS', (attempts) => ({
    failure: { status: 429, type: 'ThrottlingException', attempts },
  })),
  { name: 'status', form: 'status=CODE:ExceptionName[:message]', apply: parseStatus },
  countDirective('attempts', 'attempts=NUMBER', (attempts) => ({
    failure: { status: 0, type: '', attempts },
  })),
  {
    name: 'exception-after',
    form: `exception-after=EVENTS:exceptionName[:message], one of ${exceptionMembers.join(', ')}`,
    apply: parseExceptionAfter,
  },
  countDirective('cut-after', 'cut-after=EVENTS (or bytes)', (cutAfter) => ({ cutAfter })),
  countDirective('malformed-after', 'malformed-after=EVENTS (or bytes)', (malformedAfter) => ({
    malformedAfter,
  })),
  { name: 'hang', form: 'hang', apply: (value) => (value === '' ? { hangAfter: 0 } : undefined) },
  countDirective('hang-after', 'hang-after=EVENTS (or bytes)', (hangAfter) => ({ hangAfter })),
  { name: 'answer', form: 'answer=PERCENT-ENCODED TEXT', apply: (value) => ({ answer: decodeText(value) }) },
];

/**
 * Reads `name=value; name=value`. Throws a ScriptError for an unknown directive and for a value that does not fit.
 * `status` with `attempts` fails that many attempts of a call; `throttle=2` is short for a 429 with `attempts=2`.
 */
export function parseDirectives(text: string): Behaviour {
  const behaviour: Behaviour = {};
  for (const entry of text.split(';')) {
    const trimmed = entry.trim();
    if (trimmed === '') continue;
    const { failure, ...rest } = parseDirective(trimmed);
    Object.assign(behaviour, rest);
    if (failure) behaviour.failure = mergeFailure(behaviour.failure, failure);
  }
  if (behaviour.failure?.type === '') {
    throw new ScriptError('attempts=NUMBER needs a status=CODE:ExceptionName beside it.');
  }
  return behaviour;
}

/** The error a client gets for a script the emulator cannot read. */
export function toServiceError(error: ScriptError): ServiceError {
  return new ServiceError('ValidationException', `[outcrop-emulator] ${error.message}`);
}

function parseDirective(entry: string): Behaviour {
  const [name, value] = splitOnce(entry, '=');
  const directive = directives.find((known) => known.name === name);
  if (!directive) {
    throw new ScriptError(
      `Unknown directive "${name}". Known directives: ${directives.map((known) => known.name).join(', ')}.`,
    );
  }
  const behaviour = directive.apply(value);
  if (!behaviour) throw new ScriptError(`"${entry}" is not valid: write ${directive.form}.`);
  return behaviour;
}

function parseStatus(value: string): Behaviour | undefined {
  const [code, rest] = splitOnce(value, ':');
  const [type, message] = splitOnce(rest, ':');
  if (!/^[45]\d\d$/u.test(code) || !/^\w+$/u.test(type)) return undefined;
  return {
    failure: { status: Number(code), type, ...(message === '' ? {} : { message: decodeText(message) }) },
  };
}

function parseExceptionAfter(value: string): Behaviour | undefined {
  const [events, rest] = splitOnce(value, ':');
  const [type, message] = splitOnce(rest, ':');
  if (!count.test(events) || !exceptionMembers.includes(type)) return undefined;
  return {
    exceptionAfter: {
      count: Number(events),
      type,
      ...(message === '' ? {} : { message: decodeText(message) }),
    },
  };
}

function mergeFailure(
  known: Behaviour['failure'],
  added: NonNullable<Behaviour['failure']>,
): NonNullable<Behaviour['failure']> {
  if (!known) return added;
  return added.type === '' ? { ...known, attempts: added.attempts } : { ...known, ...added };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + separator.length).trim()];
}

function decodeText(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new ScriptError(`"${value}" is not percent-encoded text: encode it with encodeURIComponent.`);
  }
}

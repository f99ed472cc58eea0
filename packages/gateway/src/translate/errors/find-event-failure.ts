import { GatewayError } from '../../gateway-error.ts';
import { type Fields, isRecord } from '../conversation/parse-field.ts';
import { isContextOverflow } from './is-context-overflow.ts';

/** Of OpenAI's and Anthropic's types and codes of errors; others are the server's fault. */
const statuses: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  service_unavailable: 503,
  overloaded_error: 529,
};

/** https://platform.openai.com/docs/api-reference/responses-streaming */
const beginnings: ReadonlySet<unknown> = new Set([
  'response.created',
  'response.queued',
  'response.in_progress',
]);

/** Whether the data of a server-sent event says no more than that an answer is on its way. */
export function isBeginning(event: unknown): boolean {
  return isRecord(event) && beginnings.has(event.type);
}

/**
 * What the data of a server-sent event says went wrong: `{error}`, `{type: "error"}`, or a response that failed. Such an
 * event has no status of its own.
 */
export function findEventFailure({ type, error, response, ...event }: Fields): GatewayError | undefined {
  const failed = type === 'response.failed' && isRecord(response) ? response.error : undefined;
  const said = error ?? failed ?? (type === 'error' ? event : undefined);
  if (!isRecord(said)) return undefined;
  const message = typeof said.message === 'string' ? said.message : 'The model broke off its answer.';
  const status = findStatus(said);
  return new GatewayError(message, { status, code: findCode(said, { status, message }) });
}

function findStatus({ type, code }: Fields): number {
  if (typeof code === 'number' && code >= 400 && code < 600) return code;
  for (const name of [type, code]) {
    if (typeof name === 'string' && Object.hasOwn(statuses, name)) return statuses[name] as number;
  }
  return 500;
}

function findCode({ code }: Fields, { status, message }: { status: number; message: string }): string {
  if (status === 400 && isContextOverflow(message)) return 'context_length_exceeded';
  if (typeof code === 'string') return code;
  return status === 429 ? 'rate_limit_exceeded' : 'internal_error';
}

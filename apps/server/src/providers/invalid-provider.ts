import { ServerError } from '../server-error.ts';

/** Settings of a provider that cannot work. The message names the field. */
export function invalidProvider(message: string): ServerError {
  return new ServerError(`[outcrop] ${message}`, { code: 'invalid_provider', statusCode: 400 });
}

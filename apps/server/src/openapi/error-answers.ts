import type { ApiErrorBody } from '@outcrop/protocol';
import { Type } from 'typebox';

export const apiErrorSchema = Type.Object(
  {
    error: Type.Object(
      {
        code: Type.String({ description: 'Stable and machine-readable.' }),
        message: Type.String({ description: 'What happened, where, and the way out.' }),
      },
      { additionalProperties: false },
    ),
  },
  { $id: 'ApiError', additionalProperties: false, description: 'Every error answer.' },
);

const descriptions = {
  400: 'The request is not understood.',
  401: 'No API key or session, or a wrong one.',
  403: 'The API key may not do this, the request comes from another site, or it names a host that is not this machine.',
  404: 'There is no such thing.',
  409: 'The name is taken.',
  413: 'The request is larger than a limit.',
  415: 'The content type or encoding is not supported.',
  416: 'The range lies outside of the bytes.',
  422: 'The bytes do not have the hash that names them.',
  429: 'Too many wrong keys from this address, or more than the key may use. Retry-After says when.',
  500: 'The server failed.',
  503: 'The store cannot answer now. Retry after the seconds that Retry-After says.',
} as const;

export type ErrorStatus = keyof typeof descriptions;

const apiErrorReference = Type.Unsafe<ApiErrorBody>({ $ref: 'ApiError#' });

/** The `response` entries for the errors that a route may answer. */
export function errorAnswers<Status extends ErrorStatus>(
  ...statuses: Status[]
): Record<Status, typeof apiErrorReference> {
  return Object.fromEntries(
    statuses.map((status) => [status, { ...apiErrorReference, description: descriptions[status] }]),
  ) as unknown as Record<Status, typeof apiErrorReference>;
}

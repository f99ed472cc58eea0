import type { WireRequest } from '../http/wire-request.ts';
import { invalidRequest } from '../service-error.ts';

/** A part of the path, decoded once; the first is 0. */
export function readPathSegment(request: Pick<WireRequest, 'path'>, index: number): string {
  try {
    return decodeURIComponent(request.path.split('/')[index + 1] ?? '');
  } catch {
    throw invalidRequest('The provided identifier is invalid.');
  }
}

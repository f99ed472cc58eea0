import { ApiError } from '@outcrop/api-client';

export interface ErrorDescription {
  title: string;
  advice: string;
}

/** What to tell the reader about a failed request, and what to do. */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof ApiError) || error.status === 0) {
    return {
      title: 'The server does not answer',
      advice:
        'Is it still running? Start it again with npm start, then try again. Nothing that was sent is lost.',
    };
  }
  if (error.status >= 500) {
    return {
      title: 'The server could not answer',
      advice: `${error.message} The terminal it runs in says more.`,
    };
  }
  return { title: 'The server refused', advice: error.message };
}

/** Whether the server said that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** Whether the server wants a session that this browser does not have. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

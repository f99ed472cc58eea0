import { ApiError } from '@outcrop/api-client';

export interface ErrorDescription {
  title: string;
  advice: string;
}

/** What to tell the reader about a failed request, and what to do. */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof ApiError) || isUnreachable(error)) {
    return {
      title: 'The server does not answer',
      advice:
        'Is it still running? Start it again with npm start: this page goes on by itself as soon as it answers. Nothing that was sent is lost.',
    };
  }
  if (error.status >= 500) {
    return {
      title: 'The server could not answer',
      advice: `${readErrorMessage(error)} The terminal it runs in says more.`,
    };
  }
  return { title: 'The server refused', advice: readErrorMessage(error) };
}

/** A message for the page: without the mark that log lines need, and as a sentence. */
export function readErrorMessage({ message }: Error): string {
  return writeSentence(message.replace(/^\[outcrop\] /, ''));
}

/** "it stands for a model" → "It stands for a model." */
export function writeSentence(text: string): string {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** Whether nothing answered at all. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof ApiError && error.status === 0;
}

/** Whether the server said that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** Whether the server wants a session that this browser does not have. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

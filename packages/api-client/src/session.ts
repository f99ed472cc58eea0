import type { SessionStatus, SignInLink } from '@outcrop/protocol';
import type { SendRequest } from './send-request.ts';

export function createSessionRequests(send: SendRequest) {
  return {
    getSession: (signal?: AbortSignal) => send<SessionStatus>('GET', '/api/session', { signal }),
    /** Signs this browser in by the token of a sign-in link. */
    createSession: (token: string) => send<SessionStatus>('POST', '/api/session', { body: { token } }),
    /** Signs this browser out. */
    deleteSession: () => send<SessionStatus>('DELETE', '/api/session'),
    createSignInLink: () => send<SignInLink>('POST', '/api/sign-in-links'),
  };
}

/** The one-time token of a sign-in link, from the address's fragment, which no server log sees. */
export function readSignInToken(hash: string): string | undefined {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token') || undefined;
}

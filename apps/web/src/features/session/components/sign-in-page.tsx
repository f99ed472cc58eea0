import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';

import { isSignedOut, isUnreachable, readErrorMessage } from '../../../lib/describe-error.ts';
import { usePageTitle } from '../../../lib/use-page-title.ts';
import { Logo } from '../../../ui/logo.tsx';
import { sessionQuery } from '../api/session-query.ts';
import { useCreateSession } from '../api/use-create-session.ts';
import { readSignInToken } from '../read-sign-in-token.ts';
import { forgetReturnAddress, readReturnAddress } from '../return-address.ts';
import styles from './sign-in-page.module.css';

function describeFailure(error: Error): string {
  if (isUnreachable(error)) return 'The server does not answer. Is it still running?';
  if (isSignedOut(error)) return 'It was used already, or is older than 15 minutes.';
  return readErrorMessage(error);
}

/** Signs in by the token in the address, if there is one, and leaves for where the reader wanted to go. */
function useSignIn(token: string | undefined) {
  const { mutate, error } = useCreateSession();
  const isSent = useRef(false);
  const { history } = useRouter();
  const [returnAddress] = useState(() => readReturnAddress(Date.now()) ?? '/');
  const session = useQuery({ ...sessionQuery, enabled: token === undefined || error !== null });
  const isSignedIn = session.data?.signed_in === true;

  const leave = useCallback(() => {
    forgetReturnAddress();
    history.replace(returnAddress);
  }, [history, returnAddress]);

  useEffect(() => {
    // The token works once, and development mode runs effects twice.
    if (token === undefined || isSent.current) return;
    isSent.current = true;
    // Neither the history nor a copied address should carry it.
    window.history.replaceState(null, '', window.location.pathname);
    mutate(token, { onSuccess: leave });
  }, [token, mutate, leave]);

  useEffect(() => {
    if (isSignedIn) leave();
  }, [isSignedIn, leave]);
  return error;
}

export function SignInPage() {
  usePageTitle('Sign in');
  const [token] = useState(() => readSignInToken(window.location.hash));
  const error = useSignIn(token);
  const isError = error !== null;

  useEffect(() => {
    // A link opened in this very tab changes only the fragment, which loads nothing by itself.
    function startOver() {
      if (readSignInToken(window.location.hash) !== undefined) window.location.reload();
    }
    window.addEventListener('hashchange', startOver);
    return () => window.removeEventListener('hashchange', startOver);
  }, []);

  const isSigningIn = token !== undefined && !isError;
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Logo size={44} />
        {isSigningIn ? (
          <h1 className={styles.title} role="status">
            Signing in …
          </h1>
        ) : (
          <>
            <h1 className={styles.title}>
              {error && isSignedOut(error) ? 'This link no longer works' : 'Sign in to Outcrop'}
            </h1>
            {isError && (
              <p className={styles.reason} role="alert">
                {describeFailure(error)}
              </p>
            )}
            <p className={styles.text}>
              The terminal that runs Outcrop prints a sign-in link at every start. Each link works once.
            </p>
            <ol className={styles.steps}>
              <li>Look at the terminal where the server runs.</li>
              <li>
                No link there, or used already? Stop the server with <kbd>Ctrl</kbd> <kbd>C</kbd> and start it
                again with <code>npm start</code>. Nothing is lost.
              </li>
              <li>Open the new link in this browser.</li>
            </ol>
          </>
        )}
      </div>
      <p className={styles.motto}>Where bedrock comes to the surface</p>
    </main>
  );
}

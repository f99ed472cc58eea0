import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';

import { usePageTitle } from '../../../lib/use-page-title.ts';
import { Logo } from '../../../ui/logo.tsx';
import { useCreateSession } from '../api/use-create-session.ts';
import { readSignInToken } from '../read-sign-in-token.ts';
import styles from './sign-in-page.module.css';

export function SignInPage() {
  usePageTitle('Sign in');
  const navigate = useNavigate();
  const [token] = useState(() => readSignInToken(window.location.hash));
  const { mutate, isError, error } = useCreateSession();
  const isSent = useRef(false);

  useEffect(() => {
    // The token works once, and development mode runs effects twice.
    if (token === undefined || isSent.current) return;
    isSent.current = true;
    // Neither the history nor a copied address should carry it.
    window.history.replaceState(null, '', window.location.pathname);
    mutate(token, { onSuccess: () => void navigate({ to: '/', replace: true }) });
  }, [token, mutate, navigate]);

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
            <h1 className={styles.title}>{isError ? 'This link no longer works' : 'Sign in to Outcrop'}</h1>
            {isError && (
              <p className={styles.reason} role="alert">
                {error.message}
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

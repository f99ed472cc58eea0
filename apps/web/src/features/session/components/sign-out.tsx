import { useNavigate } from '@tanstack/react-router';

import { readErrorMessage } from '../../../lib/describe-error.ts';
import { Button } from '../../../ui/button.tsx';
import { useEndSession } from '../api/use-end-session.ts';
import styles from './sign-out.module.css';

export function SignOut() {
  const navigate = useNavigate();
  const end = useEndSession();
  return (
    <div className={styles.row}>
      <Button
        look="quiet"
        className={styles.button}
        title="Sign out of this browser"
        disabled={end.isPending}
        onClick={() =>
          end.mutate(undefined, { onSuccess: () => void navigate({ to: '/sign-in', replace: true }) })
        }
      >
        Sign out
      </Button>
      {end.isError && (
        <p role="alert" className={styles.problem}>
          {readErrorMessage(end.error)}
        </p>
      )}
    </div>
  );
}

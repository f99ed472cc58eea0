import { readErrorMessage } from '../../../lib/describe-error.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import type { useCreateApiKey } from '../../api-keys/api/use-create-api-key.ts';
import styles from './first-trace.module.css';

interface OnboardingKeyProps {
  creation: ReturnType<typeof useCreateApiKey>;
  project: string;
}

/** Makes the key that the snippets need, where they need it. */
export function OnboardingKey({ creation, project }: OnboardingKeyProps) {
  const { data, isPending, isError, error, mutate } = creation;
  if (data?.project === project) {
    return (
      <section className={styles.key} aria-label="API key">
        <Icon name="check" />
        <p className={styles.keyText}>
          This key for the project {project} is in the snippets below. Outcrop keeps only its hash, so copy it
          now: <code>{data.key}</code>
        </p>
        <CopyButton text={data.key} subject="API key" label="Copy key" look="outline" />
      </section>
    );
  }
  return (
    <section className={styles.key} aria-label="API key">
      <Icon name="key" />
      <p className={styles.keyText}>
        Your app signs in with an API key, which says which project its calls belong to.
        {isError && (
          <span role="alert" className={styles.problem}>
            {' '}
            {readErrorMessage(error)}
          </span>
        )}
      </p>
      <Button
        disabled={isPending}
        onClick={() =>
          mutate({ name: `${project}, first app`.slice(-100), scopes: ['gateway', 'ingest'], project })
        }
      >
        Create a key for the snippets
      </Button>
    </section>
  );
}

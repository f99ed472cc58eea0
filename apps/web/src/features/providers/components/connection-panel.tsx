import { Button } from '../../../ui/button.tsx';
import type { useTestProvider } from '../api/use-test-provider.ts';
import { readProviderError } from '../read-provider-error.ts';
import { ConnectionSteps } from './connection-steps.tsx';
import styles from './connection-panel.module.css';

interface ConnectionPanelProps {
  testing: ReturnType<typeof useTestProvider>;
  onTest: () => void;
  /** What stands in the way of a test, or what is tested. */
  note: string | undefined;
}

function describeOutcome({ data, isPending }: ReturnType<typeof useTestProvider>): string {
  if (isPending) return 'Calling AWS …';
  if (!data)
    return 'Nothing is saved by a test. It ends with the smallest model call that the account can make.';
  return data.is_connected ? 'Connected: a model has answered.' : 'Not connected. The failed step says why.';
}

export function ConnectionPanel({ testing, onTest, note }: ConnectionPanelProps) {
  const { data, isPending, error, steps } = testing;
  return (
    <section className={styles.panel} aria-label="Connection">
      <div className={styles.head}>
        <h2 className={styles.title}>Connection</h2>
        <Button disabled={isPending} onClick={onTest}>
          {data ? 'Test again' : 'Test connection'}
        </Button>
      </div>
      <p
        role="status"
        className={styles.outcome}
        data-outcome={isPending || !data ? 'open' : data.is_connected ? 'good' : 'bad'}
      >
        {describeOutcome(testing)}
      </p>
      {error && (
        <p role="alert" className={styles.problem}>
          {readProviderError(error)}
        </p>
      )}
      <ConnectionSteps steps={steps} isRunning={isPending} />
      {note !== undefined && <p className={styles.note}>{note}</p>}
    </section>
  );
}

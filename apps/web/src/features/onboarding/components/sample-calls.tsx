import { readErrorMessage } from '../../../lib/describe-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useRunSampleCalls } from '../api/use-run-sample-calls.ts';
import styles from './first-trace.module.css';

export function SampleCalls() {
  const run = useRunSampleCalls();
  return (
    <section className={styles.sample}>
      <div>
        <h2 className={styles.wayTitle}>No AWS account at hand?</h2>
        <p className={styles.wayText}>
          Real AWS SDK calls against the built-in Bedrock emulator: a chat, a stream, tools, and one that
          fails.
        </p>
        {run.isError && (
          <p role="alert" className={styles.problem}>
            {readErrorMessage(run.error)}
          </p>
        )}
      </div>
      <Button look="solid" disabled={run.isPending} onClick={() => run.mutate()}>
        <Icon name="play" size={12} />
        {run.isPending ? 'Calling …' : 'Run sample calls'}
      </Button>
    </section>
  );
}

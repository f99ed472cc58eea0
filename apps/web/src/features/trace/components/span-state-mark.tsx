import { Icon } from '../../../ui/icon.tsx';
import styles from './span-state-mark.module.css';

export type SpanState = 'failed' | 'running' | 'partial' | 'done';

interface StateFacts {
  isRunning: boolean;
  errorCount: number;
  partialCount: number;
}

/** The one state that matters most of a trace. */
export function chooseSpanState({ isRunning, errorCount, partialCount }: StateFacts): SpanState {
  if (errorCount > 0) return 'failed';
  if (isRunning) return 'running';
  return partialCount > 0 ? 'partial' : 'done';
}

const titles: Record<SpanState, string> = {
  failed: 'Failed',
  running: 'Running',
  partial: 'Partial: a stream ended before its whole answer was known',
  done: 'Done',
};

/** Shape as well as colour: a triangle failed, a ring runs, half a dot is partial, a dot is done. */
export function SpanStateMark({ state }: { state: SpanState }) {
  return (
    <span className={styles.mark} data-state={state} role="img" aria-label={state} title={titles[state]}>
      {state === 'failed' && <Icon name="error" />}
    </span>
  );
}

import type { LiveState } from './use-project-events.ts';
import styles from './live-status.module.css';

const words = { connecting: 'Connecting', live: 'Live', lost: 'Reconnecting' } as const;
const titles = {
  connecting: 'Opening the stream of changes',
  live: 'New calls appear by themselves',
  lost: 'The server does not answer; what is shown may be old. The page keeps trying.',
} as const;

export function LiveStatus({ state }: { state: LiveState }) {
  return (
    <span className={styles.status} data-state={state} role="status" title={titles[state]}>
      <span className={styles.dot} />
      {words[state]}
    </span>
  );
}

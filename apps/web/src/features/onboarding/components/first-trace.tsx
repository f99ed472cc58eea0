import { usePageTitle } from '../../../lib/use-page-title.ts';
import { ConnectWays } from './connect-ways.tsx';
import styles from './first-trace.module.css';
import { SampleCalls } from './sample-calls.tsx';

interface FirstTraceProps {
  /** Undefined while there is no project at all. */
  project: string | undefined;
}

/** The empty state. */
export function FirstTrace({ project }: FirstTraceProps) {
  usePageTitle('First trace');
  return (
    <div className={styles.page}>
      <header className={styles.intro}>
        <h1 className={styles.title}>
          {project === undefined
            ? 'Bring your first Bedrock call to the surface'
            : `No traces of ${project} yet`}
        </h1>
        <p className={styles.lead} role="status">
          <span className={styles.pulse} aria-hidden="true" />
          Listening. This page turns into {project === undefined ? 'your' : 'its'} trace list as soon as a
          call arrives.
        </p>
      </header>
      <SampleCalls />
      <ConnectWays project={project ?? 'my-app'} />
    </div>
  );
}

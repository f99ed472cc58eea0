import { useQuery } from '@tanstack/react-query';

import { CodeBlock } from '../../../ui/code-block.tsx';
import { useCreateApiKey } from '../../api-keys/api/use-create-api-key.ts';
import { serverInfoQuery } from '../api/server-info-query.ts';
import { buildHookSnippet, buildOpenTelemetrySnippet, buildWrapSnippet } from '../snippets.ts';
import styles from './first-trace.module.css';
import { GatewayWay } from './gateway-way.tsx';
import { OnboardingKey } from './onboarding-key.tsx';

/** Until the first release. */
function PackageNote() {
  return (
    <p className={styles.wayNote}>
      <code>outcrop</code> is not on npm yet: in a clone,{' '}
      <code>node scripts/pack-package.mjs packages/sdk</code> prints a file that <code>npm install</code>{' '}
      takes in its place.
    </p>
  );
}

/** Every way to send traces that works today, with a real key in each snippet once there is one. */
export function ConnectWays({ project }: { project: string }) {
  const info = useQuery(serverInfoQuery);
  const createKey = useCreateApiKey();
  const values = {
    apiUrl: info.data?.api_url ?? window.location.origin,
    // A key of one project is refused in another's name.
    apiKey: createKey.data?.project === project ? createKey.data.key : 'your-api-key',
    project,
  };
  return (
    <>
      <OnboardingKey creation={createKey} project={project} />
      <div className={styles.ways}>
        <GatewayWay {...values} />
        <section className={styles.way}>
          <div className={styles.wayAbout}>
            <h2 className={styles.wayTitle}>Node.js, without touching your code</h2>
            <p className={styles.wayText}>
              The hook finds every <code>BedrockRuntimeClient</code> in your app by itself.
            </p>
            <PackageNote />
          </div>
          <CodeBlock title="Shell" code={buildHookSnippet(values)} />
        </section>
        <section className={styles.way}>
          <div className={styles.wayAbout}>
            <h2 className={styles.wayTitle}>Node.js, one client at a time</h2>
            <p className={styles.wayText}>Wrap the client; it behaves as before. Works in bundles as well.</p>
            <PackageNote />
          </div>
          <CodeBlock title="TypeScript" code={buildWrapSnippet(values)} />
        </section>
        <section className={styles.way}>
          <div className={styles.wayAbout}>
            <h2 className={styles.wayTitle}>OpenTelemetry, any language</h2>
            <p className={styles.wayText}>
              Point any OpenTelemetry SDK here. It needs an instrumentation for Bedrock in your language.
            </p>
          </div>
          <CodeBlock title="Environment" code={buildOpenTelemetrySnippet(values)} />
        </section>
      </div>
    </>
  );
}

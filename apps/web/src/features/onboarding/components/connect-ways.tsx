import { useQuery } from '@tanstack/react-query';

import { CodeBlock } from '../../../ui/code-block.tsx';
import { useCreateApiKey } from '../../api-keys/api/use-create-api-key.ts';
import { serverInfoQuery } from '../api/server-info-query.ts';
import { buildHookSnippet, buildOpenTelemetrySnippet, buildWrapSnippet } from '../snippets.ts';
import styles from './first-trace.module.css';
import { OnboardingKey } from './onboarding-key.tsx';

/** Every way to send traces that works today, with a real key in each snippet once there is one. */
export function ConnectWays({ project }: { project: string }) {
  const info = useQuery(serverInfoQuery);
  const createKey = useCreateApiKey();
  const values = {
    apiUrl: info.data?.api_url ?? window.location.origin,
    apiKey: createKey.data?.key ?? 'your-api-key',
    project,
  };
  return (
    <>
      <OnboardingKey creation={createKey} />
      <div className={styles.ways}>
        <section className={styles.way}>
          <div className={styles.wayAbout}>
            <h2 className={styles.wayTitle}>Node.js, without touching your code</h2>
            <p className={styles.wayText}>
              The hook finds every <code>BedrockRuntimeClient</code> in your app by itself.
            </p>
          </div>
          <CodeBlock title="Shell" code={buildHookSnippet(values)} />
        </section>
        <section className={styles.way}>
          <div className={styles.wayAbout}>
            <h2 className={styles.wayTitle}>Node.js, one client at a time</h2>
            <p className={styles.wayText}>Wrap the client; it behaves as before. Works in bundles as well.</p>
          </div>
          <CodeBlock title="TypeScript" code={buildWrapSnippet(values)} />
        </section>
        <section className={styles.way}>
          <div className={styles.wayAbout}>
            <h2 className={styles.wayTitle}>Any other language</h2>
            <p className={styles.wayText}>
              Point any OpenTelemetry SDK here. It needs an instrumentation for Bedrock in your language.
            </p>
            <p className={styles.later}>
              Coming with the gateway: set only <code>AWS_ENDPOINT_URL_BEDROCK_RUNTIME</code> and{' '}
              <code>AWS_BEARER_TOKEN_BEDROCK</code>, and the AWS SDK of any language reports every call.
            </p>
          </div>
          <CodeBlock title="Environment" code={buildOpenTelemetrySnippet(values)} />
        </section>
      </div>
    </>
  );
}

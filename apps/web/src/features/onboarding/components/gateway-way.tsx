import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { CodeBlock } from '../../../ui/code-block.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { modelsQuery } from '../../models/api/models-query.ts';
import { providersQuery } from '../../providers/api/providers-query.ts';
import { useGatewayRegion } from '../api/use-gateway-region.ts';
import { chooseSampleModel } from '../choose-sample-model.ts';
import { clientLabels, type ClientName, clientNames } from '../clients/client-language.ts';
import { type ClientLanguageName, clientLanguages, languageTabs } from '../clients/client-languages.ts';
import { buildGatewayEnvironment, type SnippetValues } from '../snippets.ts';
import styles from './first-trace.module.css';

const clientTabs = clientNames.map((name) => ({ name, label: clientLabels[name] }));
const listNames = new Intl.ListFormat('en');

/** Without a provider the gateway has nowhere to send a call. */
function ProviderHint() {
  const { data } = useQuery(providersQuery);
  if (!data) return null;
  const callable = data.providers.filter((provider) => provider.is_enabled);
  if (callable.length === 0) {
    return (
      <p className={styles.hint}>
        The gateway needs to know your account first:{' '}
        <Link to="/settings/providers/new">add Amazon Bedrock</Link>.
      </p>
    );
  }
  return (
    <p className={styles.wayText}>
      It serves <Link to="/settings/models">the models</Link> of{' '}
      {listNames.format(callable.map(({ name }) => name))}.
    </p>
  );
}

function ClientSetup({ apiUrl, apiKey }: SnippetValues) {
  const [client, setClient] = useState<ClientName>('openai');
  const [language, setLanguage] = useState<ClientLanguageName>('javascript');
  const providers = useQuery(providersQuery).data?.providers ?? [];
  const { data } = useQuery({ ...modelsQuery(undefined), enabled: providers.length > 0 });
  const model = chooseSampleModel(data?.models ?? []);
  const label = languageTabs.find(({ name }) => name === language)?.label ?? language;
  return (
    <div className={styles.clients}>
      <Tabs label="Client" panelId="client-setup" tabs={clientTabs} selected={client} onSelect={setClient} />
      <div
        id="client-setup"
        role="tabpanel"
        aria-labelledby={`client-setup-${client}`}
        className={styles.clientPanel}
      >
        <div role="group" aria-label="Language" className={styles.languages}>
          {languageTabs.map(({ name, label: shown }) => (
            <button
              key={name}
              type="button"
              className={styles.language}
              aria-pressed={name === language}
              onClick={() => setLanguage(name)}
            >
              {shown}
            </button>
          ))}
        </div>
        <CodeBlock
          title={`${clientLabels[client]}, ${label}`}
          code={clientLanguages[language][client]({ apiUrl, apiKey, model })}
        />
      </div>
    </div>
  );
}

/** The gateway: no change of code for the AWS SDK, another base URL for every other client. */
export function GatewayWay(values: SnippetValues) {
  const region = useGatewayRegion();
  return (
    <>
      <section className={styles.way}>
        <div className={styles.wayAbout}>
          <h2 className={styles.wayTitle}>Any language, without touching your code</h2>
          <p className={styles.wayText}>
            With three variables the AWS SDK calls Bedrock through the gateway, which signs, forwards and
            traces each call. The app needs no AWS keys.
          </p>
          <p className={styles.wayText}>
            Over HTTP, the SDKs of Python and Go refuse a bearer token: set <code>AWS_ACCESS_KEY_ID</code> to
            the key in its place, and <code>AWS_SECRET_ACCESS_KEY</code> to anything.
          </p>
          <ProviderHint />
        </div>
        <CodeBlock title="AWS SDK environment" code={buildGatewayEnvironment({ ...values, region })} />
      </section>
      <section className={styles.way}>
        <div className={styles.wayAbout}>
          <h2 className={styles.wayTitle}>Any client, every Bedrock model</h2>
          <p className={styles.wayText}>
            OpenAI’s and Anthropic’s clients, and the AWS SDK, with the address and the key of the gateway.
          </p>
        </div>
        <ClientSetup {...values} />
      </section>
    </>
  );
}

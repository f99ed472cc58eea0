import { type ProviderSummary, providerAuthTypes } from '@outcrop/protocol';
import { useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';

import { classNames } from '../../../lib/class-names.ts';
import { Button } from '../../../ui/button.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { providerTrustQuery } from '../api/provider-trust-query.ts';
import { useSaveProvider } from '../api/use-save-provider.ts';
import { useTestProvider } from '../api/use-test-provider.ts';
import { authTexts } from '../auth-types.ts';
import {
  buildDraft,
  buildProviderInput,
  emptyDraft,
  findDraftProblems,
  type ProviderDraft,
} from '../provider-draft.ts';
import { readProviderError } from '../read-provider-error.ts';
import { ConnectionPanel } from './connection-panel.tsx';
import { ProviderAuthFields } from './provider-auth-fields.tsx';
import styles from './provider-form.module.css';
import { ProviderPlaceFields, ProviderRouteFields } from './provider-place-fields.tsx';

function useDraft(provider: ProviderSummary | undefined) {
  const [draft, setDraft] = useState(() => (provider ? buildDraft(provider) : emptyDraft));
  const [isChanged, setIsChanged] = useState(false);
  const [isChecked, setIsChecked] = useState(false);
  const problems = findDraftProblems(draft);
  return {
    draft,
    isChanged,
    /** Only once somebody asked for more than typing: an empty form is no mistake yet. */
    problems: isChecked ? problems : {},
    change: (change: Partial<ProviderDraft>): void => {
      setDraft((before) => ({ ...before, ...change }));
      setIsChanged(true);
    },
    /** Whether it can be sent; if not, its problems are shown. */
    check: (): boolean => {
      setIsChecked(true);
      return Object.keys(problems).length === 0;
    },
  };
}

function listAuthChoices(isServerAllowed: boolean) {
  return providerAuthTypes.map((value) => {
    const isDisabled = value === 'server_credentials' && !isServerAllowed;
    const text = isDisabled ? 'Switched off by whoever runs this server.' : authTexts[value].text;
    return { value, title: authTexts[value].title, text, isDisabled };
  });
}

interface TestedDraft {
  provider: ProviderSummary | undefined;
  hasProblems: boolean;
  isTested: boolean;
}

function describeTested({ provider, hasProblems, isTested }: TestedDraft): string | undefined {
  if (hasProblems) return 'First mend what is marked in the form.';
  return provider || isTested ? undefined : 'You can test before you save.';
}

/** Adds a provider, or changes one. */
export function ProviderForm({ provider }: { provider: ProviderSummary | undefined }) {
  const navigate = useNavigate();
  const form = useDraft(provider);
  const { draft, problems, change } = form;
  const save = useSaveProvider(provider?.id);
  const testing = useTestProvider();
  const trust = useQuery(providerTrustQuery(draft.region.trim()));
  const fields = { draft, problems, provider, onChange: change };

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!form.check()) return;
    save.mutate(buildProviderInput(draft), { onSuccess: () => void navigate({ to: '/settings/providers' }) });
  }

  function test(): void {
    if (provider && !form.isChanged) testing.mutate({ id: provider.id });
    else if (form.check()) testing.mutate({ id: provider?.id, input: buildProviderInput(draft) });
  }

  const isServerAllowed = trust.data?.server_credentials_allowed ?? true;
  return (
    <div className={styles.layout}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <section className={styles.section}>
          <RadioCards
            legend="How Outcrop signs in to AWS"
            choices={listAuthChoices(isServerAllowed)}
            value={draft.authType}
            onChange={(authType) => change({ authType })}
          />
          <ProviderAuthFields {...fields} />
        </section>
        <section className={styles.section}>
          <h2 className={styles.sectionTitle}>Where and for whom</h2>
          <ProviderPlaceFields {...fields} />
        </section>
        <details
          className={classNames(styles.section, styles.route)}
          open={hasRouteProblem(problems) || undefined}
        >
          <summary className={styles.summary}>
            Route
            <span className={styles.summaryNote}>API base, HTTP version, priority, weight, headers</span>
          </summary>
          <ProviderRouteFields {...fields} />
        </details>
        {save.isError && (
          <p role="alert" className={styles.problem}>
            {readProviderError(save.error)}
          </p>
        )}
        <div className={styles.actions}>
          <Button type="submit" look="solid" disabled={save.isPending}>
            {provider ? 'Save changes' : 'Add provider'}
          </Button>
          <LinkButton to="/settings/providers">Cancel</LinkButton>
        </div>
      </form>
      <div className={styles.aside}>
        <ConnectionPanel
          testing={testing}
          onTest={test}
          note={describeTested({
            provider,
            hasProblems: Object.keys(problems).length > 0,
            isTested: testing.data !== undefined,
          })}
        />
      </div>
    </div>
  );
}

function hasRouteProblem({ apiBase, priority, weight, headers }: Partial<Record<string, string>>): boolean {
  return [apiBase, priority, weight, headers].some((problem) => problem !== undefined);
}

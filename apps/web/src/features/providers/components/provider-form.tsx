import { type ProviderSummary, providerAuthTypes } from '@outcrop/protocol';
import { useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';

import { useDraft } from '../../../lib/use-draft.ts';
import { Form, FormFold, FormSection } from '../../../ui/form.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { providerTrustQuery } from '../api/provider-trust-query.ts';
import { useSaveProvider } from '../api/use-save-provider.ts';
import { useTestProvider } from '../api/use-test-provider.ts';
import { authTexts } from '../auth-types.ts';
import {
  buildDraft,
  buildProviderInput,
  type DraftProblems,
  emptyDraft,
  findDraftProblems,
} from '../provider-draft.ts';
import { readProviderError } from '../read-provider-error.ts';
import { ConnectionPanel } from './connection-panel.tsx';
import { ProviderAuthFields } from './provider-auth-fields.tsx';
import { ProviderPlaceFields, ProviderRouteFields } from './provider-place-fields.tsx';

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
  const form = useDraft(() => (provider ? buildDraft(provider) : emptyDraft), findDraftProblems);
  const { draft, problems, change } = form;
  const save = useSaveProvider(provider?.id);
  const testing = useTestProvider();
  const trust = useQuery(providerTrustQuery(draft.region.trim()));
  const fields = { draft, problems, provider, onChange: change };

  function submit(): void {
    if (!form.check()) return;
    save.mutate(buildProviderInput(draft), { onSuccess: () => void navigate({ to: '/settings/providers' }) });
  }

  function test(): void {
    if (provider && !form.isChanged) testing.mutate({ id: provider.id });
    else if (form.check()) testing.mutate({ id: provider?.id, input: buildProviderInput(draft) });
  }

  const isServerAllowed = trust.data?.server_credentials_allowed ?? true;
  const note = describeTested({
    provider,
    hasProblems: Object.keys(problems).length > 0,
    isTested: testing.data !== undefined,
  });
  return (
    <Form
      submit={provider ? 'Save changes' : 'Add provider'}
      saving={save}
      readError={readProviderError}
      backTo="/settings/providers"
      aside={<ConnectionPanel testing={testing} onTest={test} note={note} />}
      onSubmit={submit}
    >
      <FormSection title="How Outcrop signs in to AWS">
        <RadioCards
          legend="How Outcrop signs in to AWS"
          isLegendHidden
          choices={listAuthChoices(isServerAllowed)}
          value={draft.authType}
          onChange={(authType) => change({ authType })}
        />
        <ProviderAuthFields {...fields} />
      </FormSection>
      <FormSection title="Where and for whom">
        <ProviderPlaceFields {...fields} />
      </FormSection>
      <FormFold
        title="Route"
        note="API base, HTTP version, priority, weight, headers"
        isNeeded={hasRouteProblem(problems)}
      >
        <ProviderRouteFields {...fields} />
      </FormFold>
    </Form>
  );
}

function hasRouteProblem({ apiBase, priority, weight, headers }: DraftProblems): boolean {
  return [apiBase, priority, weight, headers].some((problem) => problem !== undefined);
}

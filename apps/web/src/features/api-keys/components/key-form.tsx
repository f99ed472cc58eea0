import { type ApiKeyInput, apiKeyScopes, type ApiKeyScope, type ApiKeySummary } from '@outcrop/protocol';
import { useState } from 'react';

import { describeExpiry } from '../../../lib/describe-expiry.ts';
import { useDraft } from '../../../lib/use-draft.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { Fieldset } from '../../../ui/fieldset.tsx';
import { FieldGrid, Form, FormFold, FormSection } from '../../../ui/form.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ScopeField } from '../../projects/components/scope-field.tsx';
import {
  buildKeyDraft,
  buildKeyInput,
  type CacheDefault,
  cacheDefaults,
  cacheTtls,
  emptyKeyDraft,
  findKeyProblems,
  type KeyDraft,
  type KeyLifetime,
  keyLifetimes,
  type KeyProblems,
  limitTexts,
  scopeTexts,
} from '../key-draft.ts';

interface KeyFieldsProps {
  /** The one that is changed; undefined for a new one. */
  apiKey: ApiKeySummary | undefined;
  draft: KeyDraft;
  problems: KeyProblems;
  onChange: (change: Partial<KeyDraft>) => void;
}

/** By how often they are wanted. */
const scopeOrder: readonly ApiKeyScope[] = ['gateway', 'ingest', 'read', 'admin'];

const lifetimeChoices = (Object.keys(keyLifetimes) as KeyLifetime[]).map((value) => ({
  value,
  label: keyLifetimes[value].label,
}));

function ScopeFields({ draft, problems, onChange }: KeyFieldsProps) {
  return (
    <Fieldset legend="What it may do" problem={problems.scopes}>
      <FieldGrid>
        {scopeOrder.map((scope) => (
          <CheckField
            key={scope}
            label={scopeTexts[scope].title}
            note={scopeTexts[scope].text}
            isChecked={draft.scopes.includes(scope)}
            onChange={(isChecked) =>
              onChange({
                scopes: apiKeyScopes.filter((one) =>
                  one === scope ? isChecked : draft.scopes.includes(one),
                ),
              })
            }
          />
        ))}
      </FieldGrid>
    </Fieldset>
  );
}

function LimitFields({ draft, problems, onChange }: KeyFieldsProps) {
  const [hasLimits] = useState(() => Object.values(draft.limits).some((text) => text !== ''));
  return (
    <FormFold
      title="Limits"
      note="budgets and pace of model calls; days and months are UTC’s"
      isNeeded={hasLimits || problems.limits !== undefined}
    >
      <FieldGrid size="small">
        {limitTexts.map(({ name, label, unit }) => (
          <TextField
            key={name}
            label={label}
            note={unit}
            inputMode="decimal"
            placeholder="no limit"
            value={draft.limits[name]}
            problem={problems.limits?.[name]}
            onChange={(text) => onChange({ limits: { ...draft.limits, [name]: text } })}
          />
        ))}
      </FieldGrid>
    </FormFold>
  );
}

const cacheChoices = (Object.keys(cacheDefaults) as CacheDefault[]).map((value) => ({
  value,
  label: cacheDefaults[value],
}));

/** The usual times, and the one that was chosen by the API. */
function listCacheTtls(chosen: string) {
  const seconds = new Set([...Object.keys(cacheTtls), chosen]);
  return [...seconds].map((value) => ({ value, label: cacheTtls[value] ?? `${value} seconds` }));
}

function DefaultFields({ draft, onChange }: Pick<KeyFieldsProps, 'draft' | 'onChange'>) {
  const [hasDefaults] = useState(() => draft.fallbackModels !== '' || draft.cache !== 'none');
  return (
    <FormFold
      title="Defaults"
      note="for conversations that say nothing else in their headers"
      isNeeded={hasDefaults}
    >
      <FieldGrid>
        <TextField
          label="Fallback models"
          isMono
          note="Names parted by commas, tried in this order when the model cannot answer."
          placeholder="us.amazon.nova-pro-v1:0"
          value={draft.fallbackModels}
          onChange={(fallbackModels) => onChange({ fallbackModels })}
        />
        <SelectField
          label="Answer from the cache"
          choices={cacheChoices}
          value={draft.cache}
          onChange={(cache) => onChange({ cache })}
        />
        {draft.cache !== 'none' && (
          <SelectField
            label="Keep answers for"
            choices={listCacheTtls(draft.cacheTtl)}
            value={draft.cacheTtl}
            onChange={(cacheTtl) => onChange({ cacheTtl })}
          />
        )}
      </FieldGrid>
    </FormFold>
  );
}

function describeKept(apiKey: ApiKeySummary, nowMs: number): string {
  const { expires_at: expiresAt } = apiKey;
  return expiresAt === null ? 'Never, as before' : `As before: ${describeExpiry(expiresAt, nowMs).text}`;
}

function RestrictionFields({ apiKey, draft, problems, onChange }: KeyFieldsProps) {
  const [kept] = useState(() =>
    apiKey ? [{ value: 'kept' as const, label: describeKept(apiKey, Date.now()) }] : [],
  );
  return (
    <FieldGrid>
      <ScopeField
        label="For"
        note="A key of one project neither sees nor changes another’s."
        project={draft.project}
        problem={problems.project}
        onChange={(project) => onChange({ project })}
      />
      <TextField
        label="Models"
        isOptional
        isMono
        note="Names parted by commas; * stands for any characters. Empty: every model."
        placeholder="us.anthropic.*, amazon.nova-*"
        value={draft.models}
        onChange={(models) => onChange({ models })}
      />
      <SelectField
        label="Expires"
        choices={[...kept, ...lifetimeChoices]}
        value={draft.lifetime}
        onChange={(lifetime) => onChange({ lifetime })}
      />
    </FieldGrid>
  );
}

interface KeyFormProps {
  apiKey?: ApiKeySummary;
  saving: { error: Error | null; isPending: boolean };
  onSave: (input: ApiKeyInput) => void;
}

/** For a new key, and for one that is changed. */
export function KeyForm({ apiKey, saving, onSave }: KeyFormProps) {
  const form = useDraft(() => (apiKey ? buildKeyDraft(apiKey) : emptyKeyDraft), findKeyProblems);
  const { draft, problems, change } = form;
  const fields: KeyFieldsProps = { apiKey, draft, problems, onChange: change };

  function submit(): void {
    if (!form.check()) return;
    onSave(buildKeyInput(draft, { nowMs: Date.now(), kept: apiKey?.expires_at ?? null }));
  }

  return (
    <Form
      submit={apiKey ? 'Save changes' : 'Create key'}
      saving={saving}
      backTo="/settings/keys"
      onSubmit={submit}
    >
      <FormSection
        title="Who and what for"
        note="One key an app: what leaks or misbehaves is then revoked alone."
      >
        <TextField
          label={apiKey ? 'Name' : 'Name of the new key'}
          placeholder="such as checkout-service, production"
          maxLength={100}
          value={draft.name}
          problem={problems.name}
          onChange={(name) => change({ name })}
        />
        <ScopeFields {...fields} />
      </FormSection>
      <FormSection title="Where and how long" note="The narrower, the less there is to lose.">
        <RestrictionFields {...fields} />
      </FormSection>
      <LimitFields {...fields} />
      <DefaultFields draft={draft} onChange={change} />
    </Form>
  );
}

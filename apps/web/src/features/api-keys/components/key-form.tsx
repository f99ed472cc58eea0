import { type ApiKeyInput, apiKeyScopes, type ApiKeyScope, type ApiKeySummary } from '@outcrop/protocol';
import { type FormEvent, useState } from 'react';

import { describeExpiry } from '../../../lib/describe-expiry.ts';

import { readErrorMessage } from '../../../lib/describe-error.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
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
import styles from './key-form.module.css';

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
    <fieldset className={styles.scopes}>
      <legend className={styles.legend}>What it may do</legend>
      {scopeOrder.map((scope) => (
        <CheckField
          key={scope}
          label={scopeTexts[scope].title}
          note={scopeTexts[scope].text}
          isChecked={draft.scopes.includes(scope)}
          onChange={(isChecked) =>
            onChange({
              scopes: apiKeyScopes.filter((one) => (one === scope ? isChecked : draft.scopes.includes(one))),
            })
          }
        />
      ))}
      {problems.scopes !== undefined && (
        <p role="alert" className={styles.problem}>
          {problems.scopes}
        </p>
      )}
    </fieldset>
  );
}

function LimitFields({ draft, problems, onChange }: KeyFieldsProps) {
  const [hasLimits] = useState(() => Object.values(draft.limits).some((text) => text !== ''));
  return (
    <details className={styles.section} open={hasLimits || problems.limits !== undefined || undefined}>
      <summary className={styles.summary}>
        Limits
        <span className={styles.summaryNote}>budgets and pace of model calls; days and months are UTC’s</span>
      </summary>
      <div className={styles.limits}>
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
      </div>
    </details>
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
    <details className={styles.section} open={hasDefaults || undefined}>
      <summary className={styles.summary}>
        Defaults
        <span className={styles.summaryNote}>for conversations that say nothing else in their headers</span>
      </summary>
      <div className={styles.limits}>
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
      </div>
    </details>
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
    <div className={styles.pair}>
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
    </div>
  );
}

interface KeyFormProps {
  apiKey?: ApiKeySummary;
  saving: { error: Error | null; isPending: boolean };
  onSave: (input: ApiKeyInput) => void;
}

/** For a new key, and for one that is changed. */
export function KeyForm({ apiKey, saving, onSave }: KeyFormProps) {
  const [draft, setDraft] = useState(() => (apiKey ? buildKeyDraft(apiKey) : emptyKeyDraft));
  const [isChecked, setIsChecked] = useState(false);
  const found = findKeyProblems(draft);
  const fields: KeyFieldsProps = {
    apiKey,
    draft,
    problems: isChecked ? found : {},
    onChange: (change) => setDraft((before) => ({ ...before, ...change })),
  };

  function submit(event: FormEvent): void {
    event.preventDefault();
    setIsChecked(true);
    if (Object.keys(found).length > 0) return;
    onSave(buildKeyInput(draft, { nowMs: Date.now(), kept: apiKey?.expires_at ?? null }));
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <section className={styles.section}>
        <TextField
          label={apiKey ? 'Name' : 'Name of the new key'}
          placeholder="such as checkout-service, production"
          maxLength={100}
          value={draft.name}
          problem={fields.problems.name}
          onChange={(name) => fields.onChange({ name })}
        />
        <ScopeFields {...fields} />
        <RestrictionFields {...fields} />
      </section>
      <LimitFields {...fields} />
      <DefaultFields draft={draft} onChange={fields.onChange} />
      {saving.error && (
        <p role="alert" className={styles.problem}>
          {readErrorMessage(saving.error)}
        </p>
      )}
      <div className={styles.actions}>
        <Button type="submit" look="solid" disabled={saving.isPending}>
          {apiKey ? 'Save changes' : 'Create key'}
        </Button>
        <LinkButton to="/settings/keys">Cancel</LinkButton>
      </div>
    </form>
  );
}

import { apiKeyScopes, type ApiKeyScope, type CreatedApiKey } from '@outcrop/protocol';
import { type FormEvent, useState } from 'react';

import { readErrorMessage } from '../../../lib/describe-error.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ScopeField } from '../../projects/components/scope-field.tsx';
import { useCreateApiKey } from '../api/use-create-api-key.ts';
import {
  buildKeyInput,
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
  return (
    <details className={styles.section} open={problems.limits !== undefined || undefined}>
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

function RestrictionFields({ draft, problems, onChange }: KeyFieldsProps) {
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
        choices={lifetimeChoices}
        value={draft.lifetime}
        onChange={(lifetime) => onChange({ lifetime })}
      />
    </div>
  );
}

export function KeyForm({ onCreated }: { onCreated: (created: CreatedApiKey) => void }) {
  const [draft, setDraft] = useState(emptyKeyDraft);
  const [isChecked, setIsChecked] = useState(false);
  const create = useCreateApiKey();
  const found = findKeyProblems(draft);
  const fields: KeyFieldsProps = {
    draft,
    problems: isChecked ? found : {},
    onChange: (change) => setDraft((before) => ({ ...before, ...change })),
  };

  function submit(event: FormEvent): void {
    event.preventDefault();
    setIsChecked(true);
    if (Object.keys(found).length > 0) return;
    create.mutate(buildKeyInput(draft, Date.now()), { onSuccess: onCreated });
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <section className={styles.section}>
        <TextField
          label="Name of the new key"
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
      {create.isError && (
        <p role="alert" className={styles.problem}>
          {readErrorMessage(create.error)}
        </p>
      )}
      <div className={styles.actions}>
        <Button type="submit" look="solid" disabled={create.isPending}>
          Create key
        </Button>
        <LinkButton to="/settings/keys">Cancel</LinkButton>
      </div>
    </form>
  );
}

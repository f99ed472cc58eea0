import {
  type ModelFormatName,
  modelFormatNames,
  type ModelFormatSuggestion,
  type ModelInput,
  type ModelSummary,
} from '@outcrop/protocol';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';

import { readErrorMessage, writeSentence } from '../../../lib/describe-error.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { Button } from '../../../ui/button.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ScopeField } from '../../projects/components/scope-field.tsx';
import { providersQuery } from '../../providers/api/providers-query.ts';
import { modelFormatQuery } from '../api/model-format-query.ts';
import { formatTexts } from '../format-texts.ts';
import { nameModel } from '../name-model.ts';
import styles from './model-form.module.css';

const typingMs = 300;

const formatChoices = modelFormatNames.map((value) => ({ value, ...formatTexts[value] }));

/** The format that was chosen, or that the model has, or else the one that fits it. */
function useFormat(modelId: string, model: ModelSummary | undefined) {
  const [chosen, setChosen] = useState<ModelFormatName>();
  const asked = useDebounced(modelId, typingMs);
  const suggestion = useQuery(modelFormatQuery(asked)).data;
  const kept = modelId === model?.model_id ? model.format : undefined;
  return { format: chosen ?? kept ?? suggestion?.format ?? 'converse', suggestion, setChosen };
}

function useProviderChoices() {
  const providers = useQuery(providersQuery).data?.providers ?? [];
  return [
    { value: '', label: 'Every provider' },
    ...providers.map(({ id, name }) => ({ value: id, label: name })),
  ];
}

const emptyDraft = { modelId: '', name: '', project: null as string | null, providerId: '' };

function buildDraft({ model_id: modelId, name, project, provider_id }: ModelSummary): typeof emptyDraft {
  return { modelId, name, project, providerId: provider_id ?? '' };
}

/** What was typed, what it comes to, and what is missing. */
function useModelDraft(model: ModelSummary | undefined) {
  const [draft, setDraft] = useState(() => (model ? buildDraft(model) : emptyDraft));
  const [isChecked, setIsChecked] = useState(false);
  const modelId = draft.modelId.trim();
  const problems = {
    modelId: modelId === '' ? 'Enter the id or the ARN, exactly as Bedrock has it.' : undefined,
    project: draft.project?.trim() === '' ? 'Name the project, or choose every project.' : undefined,
  };
  return {
    draft,
    modelId,
    name: draft.name.trim() || nameModel(modelId),
    /** Only once it was to be sent: an empty form is no mistake yet. */
    problems: isChecked ? problems : { modelId: undefined, project: undefined },
    change: (change: Partial<typeof draft>): void => setDraft((before) => ({ ...before, ...change })),
    check: (): boolean => {
      setIsChecked(true);
      return problems.modelId === undefined && problems.project === undefined;
    },
  };
}

function describeSuggestion(suggestion: ModelFormatSuggestion | undefined, chosen: ModelFormatName): string {
  if (!suggestion) return 'The format that fits is chosen once the model is named.';
  const { format, reason } = suggestion;
  return format === chosen ? writeSentence(reason) : `Suggested is ${formatTexts[format].title}: ${reason}`;
}

function FormatField({ choice }: { choice: ReturnType<typeof useFormat> }) {
  const { format, suggestion, setChosen } = choice;
  return (
    <div className={styles.format}>
      <RadioCards legend="Format" choices={formatChoices} value={format} onChange={setChosen} />
      <p role="status" className={styles.reason}>
        {describeSuggestion(suggestion, format)}
      </p>
    </div>
  );
}

interface ModelFormProps {
  /** The one that is changed; undefined for a new one. */
  model?: ModelSummary;
  saving: { error: Error | null; isPending: boolean };
  onSave: (input: ModelInput) => void;
}

/** For a model that is added, and for one that is changed. */
export function ModelForm({ model, saving, onSave }: ModelFormProps) {
  const { draft, modelId, name, problems, change, check } = useModelDraft(model);
  const choice = useFormat(modelId, model);
  const providerChoices = useProviderChoices();

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!check()) return;
    onSave({
      name,
      model_id: modelId,
      format: choice.format,
      project: draft.project?.trim() ?? null,
      provider_id: draft.providerId === '' ? null : draft.providerId,
    });
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextField
        label="Bedrock model id or ARN"
        isMono
        placeholder="arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/…"
        value={draft.modelId}
        problem={problems.modelId}
        onChange={(typed) => change({ modelId: typed })}
      />
      <TextField
        label="Name"
        isOptional
        isMono
        note={name === '' ? 'What clients call it.' : `Clients call it “${name}”.`}
        placeholder={nameModel(modelId)}
        maxLength={200}
        value={draft.name}
        onChange={(typed) => change({ name: typed })}
      />
      <FormatField choice={choice} />
      <div className={styles.pair}>
        <SelectField
          label="Served by"
          note="An ARN belongs to one account: choose its provider."
          choices={providerChoices}
          value={draft.providerId}
          onChange={(providerId) => change({ providerId })}
        />
        <ScopeField
          label="For"
          project={draft.project}
          problem={problems.project}
          onChange={(project) => change({ project })}
        />
      </div>
      {saving.error && (
        <p role="alert" className={styles.problem}>
          {readErrorMessage(saving.error)}
        </p>
      )}
      <div className={styles.actions}>
        <Button type="submit" look="solid" disabled={saving.isPending}>
          {model ? 'Save changes' : 'Add model'}
        </Button>
        <LinkButton to="/settings/models">Cancel</LinkButton>
      </div>
    </form>
  );
}

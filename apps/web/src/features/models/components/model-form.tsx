import {
  type ModelFormatName,
  modelFormatNames,
  type ModelFormatSuggestion,
  type ModelInput,
  type ModelSummary,
} from '@outcrop/protocol';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { writeSentence } from '../../../lib/describe-error.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { useDraft } from '../../../lib/use-draft.ts';
import { FieldGrid, Form, FormNote, FormSection } from '../../../ui/form.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { findScopeProblem } from '../../projects/find-scope-problem.ts';
import { ScopeField } from '../../projects/components/scope-field.tsx';
import { providersQuery } from '../../providers/api/providers-query.ts';
import { modelFormatQuery } from '../api/model-format-query.ts';
import { formatTexts } from '../format-texts.ts';
import { nameModel } from '../name-model.ts';

const typingMs = 300;

const formatChoices = modelFormatNames.map((value) => ({ value, ...formatTexts[value] }));

/** The format that was chosen, or that the model has, or else the one that fits it. */
function useFormat(modelId: string, model: ModelSummary | undefined) {
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<ModelFormatName>();
  const asked = useDebounced(modelId, typingMs);
  const suggestion = useQuery(modelFormatQuery(asked)).data;
  const kept = modelId === model?.model_id ? model.format : undefined;
  /** For who saves sooner than the field shows what fits. */
  async function findFormat(): Promise<ModelFormatName> {
    return chosen ?? kept ?? (await queryClient.ensureQueryData(modelFormatQuery(modelId))).format;
  }
  return { format: chosen ?? kept ?? suggestion?.format ?? 'converse', suggestion, setChosen, findFormat };
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

function findProblems({ modelId, project }: typeof emptyDraft) {
  return {
    modelId: modelId.trim() === '' ? 'Enter the id or the ARN, exactly as Bedrock has it.' : undefined,
    project: findScopeProblem(project),
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
    <>
      <RadioCards
        legend="Format"
        isLegendHidden
        choices={formatChoices}
        value={format}
        onChange={setChosen}
      />
      <FormNote role="status">{describeSuggestion(suggestion, format)}</FormNote>
    </>
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
  const form = useDraft(() => (model ? buildDraft(model) : emptyDraft), findProblems);
  const { draft, problems, change } = form;
  const modelId = draft.modelId.trim();
  const name = draft.name.trim() || nameModel(modelId);
  const choice = useFormat(modelId, model);
  const providerChoices = useProviderChoices();

  async function submit(): Promise<void> {
    if (!form.check()) return;
    // Where the server does not say, what is shown is as good; saving tells what is wrong with it.
    const format = await choice.findFormat().catch(() => choice.format);
    onSave({
      name,
      model_id: modelId,
      format,
      project: draft.project?.trim() ?? null,
      provider_id: draft.providerId === '' ? null : draft.providerId,
    });
  }

  return (
    <Form
      submit={model ? 'Save changes' : 'Add model'}
      saving={saving}
      backTo="/settings/models"
      onSubmit={() => void submit()}
    >
      <FormSection title="Model" note="What Bedrock calls it, and what your apps do.">
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
      </FormSection>
      <FormSection
        title="Format"
        note="Of the requests to Bedrock: with any of them, clients may speak the API that they like."
      >
        <FormatField choice={choice} />
      </FormSection>
      <FormSection title="Where and for whom" note="An ARN belongs to one account: choose its provider.">
        <FieldGrid>
          <SelectField
            label="Served by"
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
        </FieldGrid>
      </FormSection>
    </Form>
  );
}

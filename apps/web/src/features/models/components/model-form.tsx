import { type ModelFormatName, modelFormatNames } from '@outcrop/protocol';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';

import { readErrorMessage } from '../../../lib/describe-error.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { Button } from '../../../ui/button.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ScopeField } from '../../projects/components/scope-field.tsx';
import { providersQuery } from '../../providers/api/providers-query.ts';
import { modelFormatQuery } from '../api/model-format-query.ts';
import { useCreateModel } from '../api/use-create-model.ts';
import { formatTexts } from '../format-texts.ts';
import { nameModel } from '../name-model.ts';
import styles from './model-form.module.css';

const typingMs = 300;

const formatChoices = modelFormatNames.map((value) => ({ value, ...formatTexts[value] }));

/** The format that was chosen, or else the one that fits the model. */
function useFormat(modelId: string) {
  const [chosen, setChosen] = useState<ModelFormatName>();
  const asked = useDebounced(modelId, typingMs);
  const suggestion = useQuery(modelFormatQuery(asked)).data;
  return { format: chosen ?? suggestion?.format ?? 'converse', suggestion, setChosen };
}

function useProviderChoices() {
  const providers = useQuery(providersQuery).data?.providers ?? [];
  return [
    { value: '', label: 'Every provider' },
    ...providers.map(({ id, name }) => ({ value: id, label: name })),
  ];
}

export function ModelForm() {
  const navigate = useNavigate();
  const create = useCreateModel();
  const [typedId, setTypedId] = useState('');
  const [typedName, setTypedName] = useState('');
  const [project, setProject] = useState<string | null>(null);
  const [providerId, setProviderId] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const modelId = typedId.trim();
  const name = typedName.trim() || nameModel(modelId);
  const { format, suggestion, setChosen } = useFormat(modelId);
  const providerChoices = useProviderChoices();

  function submit(event: FormEvent): void {
    event.preventDefault();
    setIsChecked(true);
    if (modelId === '' || project?.trim() === '') return;
    create.mutate(
      {
        name,
        model_id: modelId,
        format,
        project: project === null ? null : project.trim(),
        provider_id: providerId === '' ? null : providerId,
      },
      { onSuccess: () => void navigate({ to: '/settings/models', search: { q: name } }) },
    );
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextField
        label="Bedrock model id or ARN"
        isMono
        placeholder="arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/…"
        value={typedId}
        problem={
          isChecked && modelId === '' ? 'Enter the id or the ARN, exactly as Bedrock has it.' : undefined
        }
        onChange={setTypedId}
      />
      <TextField
        label="Name"
        isOptional
        isMono
        note={name === '' ? 'What clients call it.' : `Clients call it “${name}”.`}
        placeholder={nameModel(modelId)}
        maxLength={200}
        value={typedName}
        onChange={setTypedName}
      />
      <div className={styles.format}>
        <RadioCards legend="Format" choices={formatChoices} value={format} onChange={setChosen} />
        <p role="status" className={styles.reason}>
          {suggestion &&
            suggestion.format !== format &&
            `Suggested is ${formatTexts[suggestion.format].title}: `}
          {suggestion?.reason ?? 'The format that fits is chosen once the model is named.'}
        </p>
      </div>
      <div className={styles.pair}>
        <SelectField
          label="Served by"
          note="An ARN belongs to one account: choose its provider."
          choices={providerChoices}
          value={providerId}
          onChange={setProviderId}
        />
        <ScopeField
          label="For"
          project={project}
          problem={
            isChecked && project?.trim() === '' ? 'Name the project, or choose every project.' : undefined
          }
          onChange={setProject}
        />
      </div>
      {create.isError && (
        <p role="alert" className={styles.problem}>
          {readErrorMessage(create.error)}
        </p>
      )}
      <div className={styles.actions}>
        <Button type="submit" look="solid" disabled={create.isPending}>
          Add model
        </Button>
        <LinkButton to="/settings/models">Cancel</LinkButton>
      </div>
    </form>
  );
}

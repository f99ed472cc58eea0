import type { ModelSummary, ProviderSummary } from '@outcrop/protocol';
import { useState } from 'react';

import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { useRemoveModel } from '../api/use-remove-model.ts';
import { ModelRow } from './model-row.tsx';
import styles from './model-table.module.css';

interface ModelTableProps {
  models: readonly ModelSummary[];
  providers: readonly ProviderSummary[];
}

const numberColumns = ['Context', 'Input', 'Output', 'Cache read', 'Cache write'];

export function ModelTable({ models, providers }: ModelTableProps) {
  const [removing, setRemoving] = useState<ModelSummary>();
  const remove = useRemoveModel();
  const names = new Map(providers.map(({ id, name }) => [id, name]));
  return (
    <>
      <div role="table" aria-label="Models" className={styles.table}>
        <div role="row" className={styles.head}>
          <span role="columnheader">Model</span>
          <span role="columnheader">Abilities</span>
          {numberColumns.map((name) => (
            <span key={name} role="columnheader" className={styles.number}>
              {name}
            </span>
          ))}
          <span role="columnheader" className={styles.srOnly}>
            Remove
          </span>
        </div>
        {models.map((model) => (
          <ModelRow
            key={`${model.source} ${model.id ?? ''} ${model.name}`}
            model={model}
            providerNames={providers.length > 1 ? model.provider_ids.map((id) => names.get(id) ?? id) : []}
            onRemove={() => setRemoving(model)}
          />
        ))}
      </div>
      {removing && (
        <ConfirmDialog
          title={`Remove “${removing.name}”?`}
          confirm="Remove model"
          error={remove.error}
          isPending={remove.isPending}
          onConfirm={() => remove.mutate(removing.id ?? '', { onSuccess: () => setRemoving(undefined) })}
          onClose={() => {
            remove.reset();
            setRemoving(undefined);
          }}
        >
          <p>Calls that name it fail from this moment on. In Bedrock itself nothing changes.</p>
        </ConfirmDialog>
      )}
    </>
  );
}

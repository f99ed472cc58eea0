import type { ModelSummary } from '@outcrop/protocol';
import { Link } from '@tanstack/react-router';

import { formatPrice, formatTokens } from '../../../lib/format-number.ts';
import { shortenModel } from '../../../lib/shorten-model.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { describeAbility } from '../describe-ability.ts';
import { formatTexts } from '../format-texts.ts';
import { isConversational } from '../order-models.ts';
import styles from './model-table.module.css';

function Availability({ isAvailable }: { isAvailable: boolean | null }) {
  if (isAvailable === false) {
    return (
      <Badge tone="warning" title="The account does not list it in this Region, or has no access to it">
        not in the account
      </Badge>
    );
  }
  if (isAvailable === null) return <Badge title="The account could not be asked">not checked</Badge>;
  return null;
}

/** Above the id, so it need not say the same again. */
function nameShown({ display_name: displayName, name }: ModelSummary): string {
  return displayName === null || displayName === name ? shortenModel(name) : displayName;
}

/** Of one added by hand it leads to the form that changes it. */
function ShownName({ model }: { model: ModelSummary }) {
  if (model.id === null) return <span className={styles.name}>{nameShown(model)}</span>;
  return (
    <Link
      to="/settings/models/$modelId"
      params={{ modelId: model.id }}
      className={styles.name}
      aria-label={`Change ${model.name}`}
      title="Change"
    >
      {nameShown(model)}
    </Link>
  );
}

/** Whom it is for, where that is not everybody, and who serves it, where that could be another. */
function describePlace({ project }: ModelSummary, providerNames: readonly string[]): string {
  const facts = [
    ...(project === null ? [] : [`project ${project}`]),
    ...(providerNames.length > 0 ? [`by ${providerNames.join(', then ')}`] : []),
  ];
  return facts.join(', ');
}

function ModelName({ model, providerNames }: { model: ModelSummary; providerNames: readonly string[] }) {
  const place = describePlace(model, providerNames);
  return (
    <div role="cell" className={styles.model}>
      <p className={styles.nameLine}>
        <ShownName model={model} />
        {model.profile_scope !== null && (
          <Badge title="Cross-Region profile: where its calls may run">{model.profile_scope}</Badge>
        )}
        {isConversational(model) ? (
          <Badge title={formatTexts[model.format].text}>{formatTexts[model.format].title}</Badge>
        ) : (
          <Badge title="What it is for: not conversations">{describeAbility(model.mode ?? '')}</Badge>
        )}
        {model.source === 'custom' && <Badge>added by hand</Badge>}
        <Availability isAvailable={model.is_available} />
      </p>
      <p className={styles.idLine}>
        <code className={styles.id} title={model.model_id}>
          {model.name}
        </code>
        <CopyButton text={model.name} subject={model.name} />
      </p>
      {model.model_id !== model.name && (
        <p className={styles.target} title={model.model_id}>
          → <code>{model.model_id}</code>
        </p>
      )}
      {place !== '' && <p className={styles.target}>{place}</p>}
    </div>
  );
}

interface NumberCellProps {
  label: string;
  value: string | null;
  note?: string;
}

function NumberCell({ label, value, note }: NumberCellProps) {
  return (
    <span role="cell" className={styles.number} data-label={label} data-empty={value === null} title={note}>
      {value ?? '–'}
    </span>
  );
}

function formatMaybe(value: number | null | undefined, format: (value: number) => string): string | null {
  return value === null || value === undefined ? null : format(value);
}

interface ModelRowProps {
  model: ModelSummary;
  /** In the order in which they are tried; none where there is only one provider. */
  providerNames: readonly string[];
  onRemove: () => void;
}

export function ModelRow({ model, providerNames, onRemove }: ModelRowProps) {
  const { prices, max_output_tokens: output } = model;
  return (
    <div role="row" className={styles.row}>
      <ModelName model={model} providerNames={providerNames} />
      <span role="cell" className={styles.abilities}>
        {model.abilities.map(describeAbility).join(', ')}
      </span>
      <NumberCell
        label="Context"
        value={formatMaybe(model.context_window, formatTokens)}
        note={output === null ? undefined : `Up to ${formatTokens(output)} tokens of output`}
      />
      <NumberCell label="Input" value={formatMaybe(prices?.input, formatPrice)} />
      <NumberCell label="Output" value={formatMaybe(prices?.output, formatPrice)} />
      <NumberCell label="Cache read" value={formatMaybe(prices?.cache_read, formatPrice)} />
      <NumberCell label="Cache write" value={formatMaybe(prices?.cache_write, formatPrice)} />
      <span role="cell" className={styles.remove}>
        {model.id !== null && (
          <Button look="quiet" aria-label={`Remove ${model.name}`} title="Remove" onClick={onRemove}>
            <Icon name="trash" />
          </Button>
        )}
      </span>
    </div>
  );
}

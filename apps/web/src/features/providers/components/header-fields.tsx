import { Button } from '../../../ui/button.tsx';
import { ByPosition } from '../../../ui/by-position.tsx';
import fieldStyles from '../../../ui/field.module.css';
import { Fieldset } from '../../../ui/fieldset.tsx';
import { Icon } from '../../../ui/icon.tsx';
import type { DraftHeader } from '../provider-draft.ts';
import styles from './header-fields.module.css';

interface HeaderFieldsProps {
  /** Of the headers that the server has; their values may be secrets and are not given back. */
  storedNames: readonly string[];
  /** Undefined: the stored ones stay. */
  headers: readonly DraftHeader[] | undefined;
  problem: string | undefined;
  onChange: (headers: readonly DraftHeader[] | undefined) => void;
}

export function HeaderFields({ storedNames, headers, problem, onChange }: HeaderFieldsProps) {
  return (
    <Fieldset
      legend="Extra headers"
      note="Sent with every call. Values are kept encrypted and not shown again."
      problem={problem}
    >
      {headers === undefined ? (
        <div className={styles.stored}>
          {storedNames.map((name) => (
            <code key={name} className={styles.name}>
              {name}
            </code>
          ))}
          <Button onClick={() => onChange([{ name: '', value: '' }])}>Replace all</Button>
        </div>
      ) : (
        <>
          <ByPosition items={headers}>
            {(header, position) => (
              <HeaderRow
                header={header}
                number={position + 1}
                onChange={(changed) => onChange(headers.with(position, changed))}
                onRemove={() => onChange(headers.toSpliced(position, 1))}
              />
            )}
          </ByPosition>
          <div className={styles.actions}>
            <Button onClick={() => onChange([...headers, { name: '', value: '' }])}>
              <Icon name="plus" size={12} />
              Add a header
            </Button>
            {storedNames.length > 0 && (
              <Button onClick={() => onChange(undefined)}>Keep the stored ones</Button>
            )}
          </div>
        </>
      )}
    </Fieldset>
  );
}

interface HeaderRowProps {
  header: DraftHeader;
  number: number;
  onChange: (header: DraftHeader) => void;
  onRemove: () => void;
}

function HeaderRow({ header, number, onChange, onRemove }: HeaderRowProps) {
  return (
    <div className={styles.row}>
      <input
        className={fieldStyles.control}
        data-mono
        aria-label={`Name of header ${number}`}
        placeholder="x-team"
        autoComplete="off"
        spellCheck={false}
        value={header.name}
        onChange={(event) => onChange({ ...header, name: event.target.value })}
      />
      <input
        className={fieldStyles.control}
        data-mono
        aria-label={`Value of header ${number}`}
        placeholder="value"
        autoComplete="off"
        spellCheck={false}
        value={header.value}
        onChange={(event) => onChange({ ...header, value: event.target.value })}
      />
      <Button look="quiet" aria-label={`Remove header ${number}`} title="Remove" onClick={onRemove}>
        <Icon name="close" />
      </Button>
    </div>
  );
}

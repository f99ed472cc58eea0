import type { ReactNode } from 'react';

import { Button } from './button.tsx';
import { Field } from './field.tsx';
import styles from './secret-field.module.css';

interface SecretFieldProps {
  label: string;
  note?: ReactNode;
  problem?: string | undefined;
  isOptional?: boolean;
  /** Whether the server has one, which it never gives back. */
  isStored: boolean;
  /** Undefined: the stored one stays. */
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  /** For a stored one that may also be taken away. */
  onRemove?: () => void;
}

/** A secret that can be set and replaced but never read. */
export function SecretField(props: SecretFieldProps) {
  const { label, note, problem, isOptional, isStored, value, onChange, onRemove } = props;
  if (isStored && value === undefined) {
    return (
      <Field label={label} note="It is stored encrypted and cannot be read.">
        {({ id }) => (
          <div className={styles.stored}>
            <output id={id} className={styles.dots}>
              <span aria-hidden="true">••••••••••••</span> set
            </output>
            <Button aria-label={`Replace ${label}`} onClick={() => onChange('')}>
              Replace
            </Button>
            {onRemove && (
              <Button aria-label={`Remove ${label}`} onClick={onRemove}>
                Remove
              </Button>
            )}
          </div>
        )}
      </Field>
    );
  }
  return (
    <Field label={label} note={note} problem={problem} isOptional={isOptional}>
      {(control) => (
        <div className={styles.entry}>
          <input
            {...control}
            type="password"
            autoComplete="off"
            spellCheck={false}
            data-mono
            value={value ?? ''}
            onChange={(event) => onChange(event.target.value)}
          />
          {isStored && (
            <Button aria-label={`Keep the stored ${label}`} onClick={() => onChange(undefined)}>
              Keep the stored one
            </Button>
          )}
        </div>
      )}
    </Field>
  );
}

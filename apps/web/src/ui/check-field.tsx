import { type ReactNode, useId } from 'react';

import styles from './field.module.css';

interface CheckFieldProps {
  label: string;
  note?: ReactNode;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
}

export function CheckField({ label, note, isChecked, onChange }: CheckFieldProps) {
  const id = useId();
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={isChecked}
        aria-labelledby={id}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span id={id} className={styles.label}>
        {label}
      </span>
      {note !== undefined && (
        <span id={`${id}-note`} className={styles.note}>
          {note}
        </span>
      )}
    </label>
  );
}

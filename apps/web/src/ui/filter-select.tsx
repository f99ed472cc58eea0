import styles from './filter-select.module.css';
import { Icon } from './icon.tsx';

interface FilterSelectProps {
  label: string;
  /** What is shown while nothing is chosen. */
  any: string;
  value: string | undefined;
  choices: readonly { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}

/** One of several, or any; coloured once it narrows. */
export function FilterSelect({ label, any, value, choices, onChange }: FilterSelectProps) {
  return (
    <span className={styles.box}>
      <select
        aria-label={label}
        className={styles.select}
        data-chosen={value !== undefined}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value || undefined)}
      >
        <option value="">{any}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <Icon name="chevron" size={10} />
    </span>
  );
}

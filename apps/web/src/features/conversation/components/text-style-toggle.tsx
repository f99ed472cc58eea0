import type { TextStyle } from './text-style.ts';
import styles from './text-style-toggle.module.css';

interface TextStyleToggleProps {
  value: TextStyle;
  onChange: (value: TextStyle) => void;
}

const choices = [
  { value: 'markdown', label: 'Markdown' },
  { value: 'text', label: 'Text' },
] as const;

export function TextStyleToggle({ value, onChange }: TextStyleToggleProps) {
  return (
    <div role="group" aria-label="Show messages as" className={styles.toggle}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          className={styles.choice}
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}

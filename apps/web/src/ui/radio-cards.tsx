import { useId } from 'react';

import styles from './radio-cards.module.css';

export interface CardChoice<Value extends string> {
  value: Value;
  title: string;
  /** When to choose it. */
  text: string;
  isDisabled?: boolean;
}

interface RadioCardsProps<Value extends string> {
  legend: string;
  choices: readonly CardChoice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One of a few, where each needs a sentence to be chosen by. */
export function RadioCards<Value extends string>({
  legend,
  choices,
  value,
  onChange,
}: RadioCardsProps<Value>) {
  const name = useId();
  return (
    <fieldset className={styles.cards}>
      <legend className={styles.legend}>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={styles.card}>
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            disabled={choice.isDisabled}
            aria-labelledby={`${name}-${choice.value}`}
            aria-describedby={`${name}-${choice.value}-text`}
            onChange={() => onChange(choice.value)}
          />
          <span id={`${name}-${choice.value}`} className={styles.title}>
            {choice.title}
          </span>
          <span id={`${name}-${choice.value}-text`} className={styles.text}>
            {choice.text}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

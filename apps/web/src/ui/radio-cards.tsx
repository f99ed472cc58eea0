import { useId } from 'react';

import { Fieldset } from './fieldset.tsx';
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
  isLegendHidden?: boolean;
  choices: readonly CardChoice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One of a few, where each needs a sentence to be chosen by. */
export function RadioCards<Value extends string>({
  legend,
  isLegendHidden,
  choices,
  value,
  onChange,
}: RadioCardsProps<Value>) {
  const name = useId();
  return (
    <Fieldset legend={legend} isLegendHidden={isLegendHidden}>
      <div className={styles.cards}>
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
      </div>
    </Fieldset>
  );
}

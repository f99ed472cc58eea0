import { type ReactNode, useId } from 'react';

import { FieldText } from './field.tsx';
import styles from './fieldset.module.css';

interface FieldsetProps {
  legend: string;
  /** A heading above says it already to those who see it. */
  isLegendHidden?: boolean;
  note?: ReactNode;
  problem?: string | undefined;
  children: ReactNode;
}

/** Controls that answer one question together. */
export function Fieldset({ legend, isLegendHidden = false, note, problem, children }: FieldsetProps) {
  const textId = useId();
  const hasText = problem !== undefined || note !== undefined;
  return (
    <fieldset className={styles.fieldset} aria-describedby={hasText ? textId : undefined}>
      <legend className={isLegendHidden ? styles.hidden : styles.legend}>{legend}</legend>
      {children}
      <FieldText id={textId} note={note} problem={problem} />
    </fieldset>
  );
}

import { type ReactNode, useId } from 'react';

import { FieldProblem } from './field.tsx';
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
      {problem === undefined ? (
        note !== undefined && (
          <p id={textId} className={styles.note}>
            {note}
          </p>
        )
      ) : (
        <FieldProblem id={textId}>{problem}</FieldProblem>
      )}
    </fieldset>
  );
}

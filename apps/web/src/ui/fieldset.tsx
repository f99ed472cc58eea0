import type { ReactNode } from 'react';

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
  return (
    <fieldset className={styles.fieldset}>
      <legend className={isLegendHidden ? styles.hidden : styles.legend}>{legend}</legend>
      {children}
      {problem === undefined ? (
        note !== undefined && <p className={styles.note}>{note}</p>
      ) : (
        <FieldProblem>{problem}</FieldProblem>
      )}
    </fieldset>
  );
}

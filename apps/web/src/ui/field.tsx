import { type ReactNode, useId } from 'react';

import styles from './field.module.css';

/** What ties a control to its label, its note and its problem. */
export interface ControlAttributes {
  id: string;
  className: string | undefined;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
}

export interface FieldTexts {
  label: string;
  /** What belongs here, or what it does. */
  note?: ReactNode;
  /** What is wrong with what was entered. */
  problem?: string | undefined;
  isOptional?: boolean;
}

interface FieldProblemProps {
  id?: string;
  children: ReactNode;
}

/** What is wrong, said aloud as soon as it is. */
export function FieldProblem({ id, children }: FieldProblemProps) {
  return (
    <p id={id} role="alert" className={styles.problem}>
      {children}
    </p>
  );
}

interface FieldTextProps extends Pick<FieldTexts, 'note' | 'problem'> {
  id: string;
}

/** What stands below controls: what is wrong with them, else what explains them. */
export function FieldText({ id, note, problem }: FieldTextProps) {
  if (problem !== undefined) return <FieldProblem id={id}>{problem}</FieldProblem>;
  if (note === undefined) return null;
  return (
    <p id={id} className={styles.note}>
      {note}
    </p>
  );
}

interface FieldProps extends FieldTexts {
  children: (control: ControlAttributes) => ReactNode;
}

/** A labelled control with what explains it. */
export function Field({ label, note, problem, isOptional, children }: FieldProps) {
  const id = useId();
  const textId = `${id}-text`;
  const hasText = problem !== undefined || note !== undefined;
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        {isOptional && <span className={styles.optional}>optional</span>}
      </div>
      {children({
        id,
        className: styles.control,
        'aria-describedby': hasText ? textId : undefined,
        'aria-invalid': problem === undefined ? undefined : true,
      })}
      <FieldText id={textId} note={note} problem={problem} />
    </div>
  );
}

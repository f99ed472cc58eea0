import type { LinkProps } from '@tanstack/react-router';
import { type ReactNode, useLayoutEffect, useRef } from 'react';

import { readErrorMessage } from '../lib/describe-error.ts';
import { Button } from './button.tsx';
import { FieldProblem } from './field.tsx';
import styles from './form.module.css';
import { LinkButton } from './link-button.tsx';

interface FormProps {
  /** On the button that sends it. */
  submit: string;
  saving: { error: Error | null; isPending: boolean };
  readError?: (error: Error) => string;
  /** Where Cancel leads. */
  backTo: LinkProps['to'];
  /** What helps to fill it in, beside it where there is room. */
  aside?: ReactNode;
  onSubmit: () => void;
  children: ReactNode;
}

/** Leads to what was entered wrongly, which may be far from the button. */
function showFirstProblem(form: HTMLFormElement): void {
  const problem = form.querySelector<HTMLElement>('[aria-invalid="true"], fieldset [role="alert"]');
  problem?.closest('details')?.setAttribute('open', '');
  problem?.focus({ preventScroll: true });
  problem?.scrollIntoView({ block: 'center' });
}

/** Sections of fields, with what became of the last try and the buttons always in sight below. */
export function Form(props: FormProps) {
  const { submit, saving, readError = readErrorMessage, backTo, aside, onSubmit, children } = props;
  return (
    <div className={styles.layout}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
          const form = event.currentTarget;
          // Once the problems are drawn.
          requestAnimationFrame(() => showFirstProblem(form));
        }}
      >
        {children}
        <div className={styles.actions}>
          {saving.error && <FieldProblem>{readError(saving.error)}</FieldProblem>}
          <Button type="submit" look="solid" disabled={saving.isPending}>
            {submit}
          </Button>
          <LinkButton to={backTo}>Cancel</LinkButton>
        </div>
      </form>
      {aside && <div className={styles.aside}>{aside}</div>}
    </div>
  );
}

interface FormSectionProps {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}

/** Fields that belong together: beside what they are about, or beneath it where there is less room. */
export function FormSection({ title, note, children }: FormSectionProps) {
  return (
    <section className={styles.section}>
      <header className={styles.about}>
        <h2 className={styles.title}>{title}</h2>
        {note !== undefined && <p className={styles.note}>{note}</p>}
      </header>
      <div className={styles.fields}>{children}</div>
    </section>
  );
}

interface FormFoldProps extends FormSectionProps {
  note: string;
  /** It opens once this holds, and is the reader's to close. */
  isNeeded: boolean;
}

/** A section that most leave as it is. */
export function FormFold({ title, note, isNeeded, children }: FormFoldProps) {
  const fold = useRef<HTMLDetailsElement>(null);
  // Not an attribute of React's, who would close it over the reader as soon as what they mend is right.
  useLayoutEffect(() => {
    if (isNeeded && fold.current) fold.current.open = true;
  }, [isNeeded]);
  return (
    <details ref={fold} className={styles.fold}>
      <summary className={styles.summary}>
        <span className={styles.title}>{title}</span>
        <span className={styles.note}>{note}</span>
      </summary>
      <div className={styles.fields}>{children}</div>
    </details>
  );
}

/** Fields side by side, as many as fit; `small` ones take half of the room. */
export function FieldGrid({ size = 'normal', children }: { size?: 'normal' | 'small'; children: ReactNode }) {
  return (
    <div className={styles.grid} data-size={size}>
      {children}
    </div>
  );
}

interface FormNoteProps {
  tone?: 'calm' | 'warning';
  role?: 'status' | 'alert';
  children: ReactNode;
}

/** A word between the fields. */
export function FormNote({ tone = 'calm', role, children }: FormNoteProps) {
  return (
    <p className={styles.word} data-tone={tone} role={role}>
      {children}
    </p>
  );
}

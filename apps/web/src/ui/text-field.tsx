import { type InputHTMLAttributes, useId } from 'react';

import { Field, type FieldTexts } from './field.tsx';

export interface Suggestion {
  value: string;
  label?: string;
}

interface TextFieldProps
  extends FieldTexts, Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'id' | 'className'> {
  value: string;
  onChange: (value: string) => void;
  /** For ids, keys and addresses. */
  isMono?: boolean;
  /** Offered while typing; any other text may be entered as well. */
  suggestions?: readonly Suggestion[];
}

export function TextField(props: TextFieldProps) {
  const { label, note, problem, isOptional, value, onChange, isMono, suggestions, ...rest } = props;
  const listId = useId();
  return (
    <Field label={label} note={note} problem={problem} isOptional={isOptional}>
      {(control) => (
        <>
          <input
            autoComplete="off"
            spellCheck={false}
            {...rest}
            {...control}
            value={value}
            data-mono={isMono}
            list={suggestions && listId}
            onChange={(event) => onChange(event.target.value)}
          />
          {suggestions && (
            <datalist id={listId}>
              {suggestions.map((suggestion) => (
                <option key={suggestion.value} value={suggestion.value} label={suggestion.label} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}

import { type Ref, useEffect, useState } from 'react';

import { Icon } from './icon.tsx';
import styles from './search-box.module.css';

interface SearchBoxProps {
  label: string;
  /** What can be searched for, in few words; the label unless given. */
  placeholder?: string;
  value: string;
  /** Told a moment after the last key. */
  onChange: (value: string) => void;
  input?: Ref<HTMLInputElement>;
  /** The same in full. */
  title?: string;
}

const typingMs = 200;

/** A search field; "/" is for its page to give it. */
export function SearchBox({ label, placeholder = label, value, onChange, input, title }: SearchBoxProps) {
  const [typed, setTyped] = useState(value);
  const [shownFor, setShownFor] = useState(value);
  if (shownFor !== value) {
    // It changed by another way, such as the browser's back button.
    setShownFor(value);
    if (value !== typed.trim()) setTyped(value);
  }
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === value) return undefined;
    const timer = setTimeout(() => onChange(wanted), typingMs);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- typing alone starts the clock, with the filter of that moment
  }, [typed]);
  return (
    <label className={styles.box}>
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        className={styles.search}
        aria-label={label}
        placeholder={placeholder}
        title={title}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setTyped('');
          if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
        }}
      />
      <kbd className={styles.key} aria-hidden="true">
        /
      </kbd>
    </label>
  );
}

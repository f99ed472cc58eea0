import type { ReactNode } from 'react';

import styles from './filter-toggle.module.css';

interface FilterToggleProps {
  isOn: boolean;
  title: string;
  tone?: 'error';
  onToggle: () => void;
  children: ReactNode;
}

/** Narrows a list while it is pressed. */
export function FilterToggle({ isOn, title, tone, onToggle, children }: FilterToggleProps) {
  return (
    <button
      type="button"
      className={styles.toggle}
      data-tone={tone}
      aria-pressed={isOn}
      title={title}
      onClick={onToggle}
    >
      {children}
    </button>
  );
}

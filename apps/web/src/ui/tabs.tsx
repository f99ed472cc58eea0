import type { KeyboardEvent } from 'react';

import styles from './tabs.module.css';

export interface Tab<Name extends string> {
  name: Name;
  label: string;
  title?: string;
}

interface TabsProps<Name extends string> {
  label: string;
  /** The element with the role `tabpanel`; a tab's own id is this and its name. */
  panelId: string;
  tabs: readonly Tab<Name>[];
  selected: Name;
  onSelect: (name: Name) => void;
}

/** A tab list; the arrow keys walk it. */
export function Tabs<Name extends string>({ label, panelId, tabs, selected, onSelect }: TabsProps<Name>) {
  function handleKey(event: KeyboardEvent<HTMLElement>): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const index = tabs.findIndex(({ name }) => name === selected);
    const next = tabs[(index + step + tabs.length) % tabs.length];
    if (!next) return;
    onSelect(next.name);
    document.getElementById(`${panelId}-${next.name}`)?.focus();
  }

  return (
    <div role="tablist" aria-label={label} className={styles.tabs} onKeyDown={handleKey}>
      {tabs.map((tab) => (
        <button
          key={tab.name}
          id={`${panelId}-${tab.name}`}
          type="button"
          role="tab"
          aria-selected={tab.name === selected}
          aria-controls={panelId}
          tabIndex={tab.name === selected ? 0 : -1}
          className={styles.tab}
          title={tab.title}
          onClick={() => onSelect(tab.name)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

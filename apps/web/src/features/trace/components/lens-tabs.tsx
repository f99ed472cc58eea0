import type { KeyboardEvent } from 'react';

import { type TraceLens, traceLenses } from '../trace-lens.ts';
import styles from './lens-tabs.module.css';

interface LensTabsProps {
  lens: TraceLens;
  /** What is no model call has an input and an output, not a conversation. */
  isModelCall: boolean;
  onChange: (lens: TraceLens) => void;
}

const labels = {
  conversation: 'Conversation',
  parameters: 'Parameters',
  metrics: 'Metrics',
  json: 'JSON',
} as const;

export function LensTabs({ lens, isModelCall, onChange }: LensTabsProps) {
  function handleKey(event: KeyboardEvent<HTMLElement>): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const index = (traceLenses.indexOf(lens) + step + traceLenses.length) % traceLenses.length;
    const next = traceLenses[index];
    if (!next) return;
    onChange(next);
    document.getElementById(`lens-${next}`)?.focus();
  }

  return (
    <div role="tablist" aria-label="Ways to see the span" className={styles.tabs} onKeyDown={handleKey}>
      {traceLenses.map((name, index) => (
        <button
          key={name}
          id={`lens-${name}`}
          type="button"
          role="tab"
          aria-selected={name === lens}
          aria-controls="lens"
          tabIndex={name === lens ? 0 : -1}
          className={styles.tab}
          title={`${labels[name]} (${index + 1})`}
          onClick={() => onChange(name)}
        >
          {name === 'conversation' && !isModelCall ? 'Input & output' : labels[name]}
        </button>
      ))}
    </div>
  );
}

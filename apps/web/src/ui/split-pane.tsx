import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';

import { readStoredValue, writeStoredValue } from '../lib/stored-value.ts';
import styles from './split-pane.module.css';

interface SplitPaneProps {
  /** Names the stored position. */
  name: string;
  first: ReactNode;
  second: ReactNode;
  label: string;
}

const least = 25;
const most = 75;

function clampPercent(percent: number): number {
  return Math.min(most, Math.max(least, percent));
}

/** Two panes side by side; the bar between them moves by pointer and by arrow keys and is remembered. */
export function SplitPane({ name, first, second, label }: SplitPaneProps) {
  const box = useRef<HTMLDivElement>(null);
  const [percent, setPercent] = useState(() => clampPercent(Number(readStoredValue(name)) || 54));

  function move(next: number): void {
    const clamped = clampPercent(next);
    setPercent(clamped);
    writeStoredValue(name, clamped.toFixed(1));
  }

  function handlePointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !box.current) return;
    const { left, width } = box.current.getBoundingClientRect();
    move(((event.clientX - left) / width) * 100);
  }

  function handleKey(event: KeyboardEvent): void {
    const step = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(percent + step);
  }

  return (
    <div ref={box} className={styles.split} style={{ gridTemplateColumns: `${percent}% 1px minmax(0, 1fr)` }}>
      <div className={styles.pane}>{first}</div>
      <div
        className={styles.bar}
        role="separator"
        aria-orientation="vertical"
        aria-label={label}
        aria-valuenow={Math.round(percent)}
        aria-valuemin={least}
        aria-valuemax={most}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={handlePointerMove}
        onKeyDown={handleKey}
      />
      <div className={styles.pane}>{second}</div>
    </div>
  );
}

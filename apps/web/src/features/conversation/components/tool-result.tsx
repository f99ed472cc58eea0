import type { ReactNode } from 'react';

import { classNames } from '../../../lib/class-names.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { ToolResultPart } from '../conversation.ts';
import styles from './tool-call.module.css';

interface ToolResultProps {
  result: ToolResultPart;
  /** Shown inside the call it answers. */
  isPaired: boolean;
  children: ReactNode;
}

export function ToolResult({ result, isPaired, children }: ToolResultProps) {
  const label = result.isError ? 'Failed result' : 'Result';
  return (
    <section
      className={classNames(isPaired ? styles.pairedResult : styles.call, result.isError && styles.failed)}
      aria-label={label}
    >
      <header className={styles.head}>
        <Icon name={result.isError ? 'error' : 'check'} size={12} />
        <span className={styles.label}>{label}</span>
        {!isPaired && result.id !== undefined && <span className={styles.id}>{result.id}</span>}
      </header>
      <div className={styles.input}>{children}</div>
    </section>
  );
}

import type { ReactNode } from 'react';

import styles from './badge.module.css';

export type Tone = 'calm' | 'good' | 'warning' | 'error';

interface BadgeProps {
  children: ReactNode;
  tone?: Tone;
  title?: string;
}

/** A fact in a word or two. The words say it; the colour only helps. */
export function Badge({ children, tone = 'calm', title }: BadgeProps) {
  return (
    <span className={styles.badge} data-tone={tone} title={title}>
      {children}
    </span>
  );
}

import type { ReactNode } from 'react';

import styles from './notice.module.css';

interface NoticeProps {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  tone?: 'calm' | 'error';
}

/** Fills a pane that has nothing else to show: what happened and what to do. */
export function Notice({ title, children, actions, tone = 'calm' }: NoticeProps) {
  return (
    <section className={styles.notice} role={tone === 'error' ? 'alert' : undefined}>
      <svg className={styles.strata} viewBox="0 0 96 40" aria-hidden="true" data-tone={tone}>
        <path d="M2 36c18-6 30-4 46-8s28-6 46-2" />
        <path d="M8 27c14-5 28-4 42-8s22-5 38-2" />
        <path d="M18 18c10-4 22-3 32-7s16-4 26-2" />
      </svg>
      <h2 className={styles.title}>{title}</h2>
      {children && <div className={styles.body}>{children}</div>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </section>
  );
}

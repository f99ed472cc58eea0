import type { ReactNode } from 'react';

import { usePageTitle } from '../../../lib/use-page-title.ts';
import styles from './settings-page.module.css';

interface SettingsPageProps {
  title: string;
  lead: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** One page of the settings: what it is for, what can be done, and its content. */
export function SettingsPage({ title, lead, actions, children }: SettingsPageProps) {
  usePageTitle(title);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div className={styles.about}>
          <h1 className={styles.title}>{title}</h1>
          <p className={styles.lead}>{lead}</p>
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

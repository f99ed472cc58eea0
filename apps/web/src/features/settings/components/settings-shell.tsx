import { Link, Outlet } from '@tanstack/react-router';

import { Icon, type IconName } from '../../../ui/icon.tsx';
import { SignOut } from '../../session/components/sign-out.tsx';
import styles from './settings-shell.module.css';

const pages = [
  { to: '/settings/providers', label: 'AI providers', icon: 'cloud' },
  { to: '/settings/models', label: 'Models', icon: 'llm' },
  { to: '/settings/keys', label: 'API keys', icon: 'key' },
  { to: '/settings/audit-log', label: 'Audit log', icon: 'history' },
] as const satisfies readonly { to: string; label: string; icon: IconName }[];

/** The settings, with the way from one to the other. */
export function SettingsShell() {
  return (
    <div className={styles.shell}>
      <nav className={styles.nav} aria-label="Settings">
        <ul role="list" className={styles.links}>
          {pages.map(({ to, label, icon }) => (
            <li key={to}>
              <Link to={to} className={styles.link}>
                <Icon name={icon} />
                {label}
              </Link>
            </li>
          ))}
          <li className={styles.signOut}>
            <SignOut />
          </li>
        </ul>
      </nav>
      <div className={styles.content}>
        <Outlet />
      </div>
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatchRoute } from '@tanstack/react-router';

import { ProjectSwitcher } from '../features/projects/components/project-switcher.tsx';
import { serverInfoQuery } from '../features/onboarding/api/server-info-query.ts';
import { Icon } from '../ui/icon.tsx';
import { Logo } from '../ui/logo.tsx';
import styles from './app-shell.module.css';
import { ThemeToggle } from './theme-toggle.tsx';

export function AppShell() {
  const info = useQuery(serverInfoQuery);
  const isSettings = Boolean(useMatchRoute()({ to: '/settings', fuzzy: true }));
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <header className={styles.header}>
        <Link
          to="/projects"
          className={styles.brand}
          aria-label="Outcrop, all projects"
          title={info.data && `Outcrop ${info.data.version}, data in ${info.data.data_directory}`}
        >
          <Logo />
          <span className={styles.wordmark}>Outcrop</span>
        </Link>
        <ProjectSwitcher />
        <nav className={styles.nav} aria-label="Outcrop">
          <Link to="/connect" className={styles.navLink} title="The ways to send traces and to call models">
            <Icon name="plug" />
            <span className={styles.navWord}>Connect an app</span>
          </Link>
          <Link to="/settings" className={styles.navLink} aria-current={isSettings ? 'page' : undefined}>
            <Icon name="settings" />
            <span className={styles.navWord}>Settings</span>
          </Link>
          <ThemeToggle />
        </nav>
      </header>
      <main id="main" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

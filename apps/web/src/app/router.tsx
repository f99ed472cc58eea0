import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { KeyPage } from '../features/api-keys/components/key-page.tsx';
import { NewKeyPage } from '../features/api-keys/components/new-key-page.tsx';
import { ApiKeysPage } from '../features/api-keys/components/api-keys-page.tsx';
import { AuditLogPage } from '../features/audit-log/components/audit-log-page.tsx';
import { ModelPage } from '../features/models/components/model-page.tsx';
import { ModelsPage } from '../features/models/components/models-page.tsx';
import { NewModelPage } from '../features/models/components/new-model-page.tsx';
import { parseModelFilter } from '../features/models/model-filter.ts';
import { ConnectPage } from '../features/onboarding/components/connect-page.tsx';
import { ProjectsPage } from '../features/projects/components/projects-page.tsx';
import { HomePage } from '../features/projects/components/home-page.tsx';
import { NewProviderPage, ProviderPage } from '../features/providers/components/provider-page.tsx';
import { ProvidersPage } from '../features/providers/components/providers-page.tsx';
import { SettingsShell } from '../features/settings/components/settings-shell.tsx';
import { SignInPage } from '../features/session/components/sign-in-page.tsx';
import { TraceListPage } from '../features/trace-list/components/trace-list-page.tsx';
import { parseListFilter } from '../features/trace-list/trace-filter.ts';
import { TracePage } from '../features/trace/components/trace-page.tsx';
import { parseLens, type TraceLens } from '../features/trace/trace-lens.ts';
import { AppShell } from './app-shell.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { PageCrash } from './page-crash.tsx';

export interface TraceSearch {
  span?: string;
  view?: TraceLens;
}

const rootRoute = createRootRoute({ component: Outlet });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: SignInPage,
});

const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: AppShell });

const homeRoute = createRoute({ getParentRoute: () => shellRoute, path: '/', component: HomePage });

const projectsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/projects',
  component: ProjectsPage,
});

const traceListRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/projects/$project',
  validateSearch: parseListFilter,
  component: TraceListPage,
});

const traceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/projects/$project/traces/$traceId',
  validateSearch: (search: Record<string, unknown>): TraceSearch => ({
    ...(typeof search['span'] === 'string' && { span: search['span'] }),
    ...(parseLens(search['view']) && { view: parseLens(search['view']) }),
  }),
  component: TracePage,
});

const connectRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/connect',
  component: ConnectPage,
});

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  component: SettingsShell,
});

function createSettingsRoute<Path extends string>(path: Path, component: () => ReactNode) {
  return createRoute({ getParentRoute: () => settingsRoute, path, component });
}

const settingsHomeRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/providers' });
  },
});

const providersRoute = createSettingsRoute('/providers', ProvidersPage);
const newProviderRoute = createSettingsRoute('/providers/new', NewProviderPage);
const providerRoute = createSettingsRoute('/providers/$providerId', ProviderPage);

const modelsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/models',
  validateSearch: parseModelFilter,
  component: ModelsPage,
});

const newModelRoute = createSettingsRoute('/models/new', NewModelPage);
const modelRoute = createSettingsRoute('/models/$modelId', ModelPage);
const apiKeysRoute = createSettingsRoute('/keys', ApiKeysPage);
const newApiKeyRoute = createSettingsRoute('/keys/new', NewKeyPage);
const apiKeyRoute = createSettingsRoute('/keys/$keyId', KeyPage);
const auditLogRoute = createSettingsRoute('/audit-log', AuditLogPage);

/** Any other address: a page like the others, so that its header leads on. */
const unknownRoute = createRoute({ getParentRoute: () => shellRoute, path: '$', component: NotFoundPage });

// One bundle: a page that is fetched when it is opened is missing while the server is down, and gone after an upgrade.
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    signInRoute,
    shellRoute.addChildren([
      homeRoute,
      projectsRoute,
      traceListRoute,
      traceRoute,
      connectRoute,
      settingsRoute.addChildren([
        settingsHomeRoute,
        providersRoute,
        newProviderRoute,
        providerRoute,
        modelsRoute,
        newModelRoute,
        modelRoute,
        apiKeysRoute,
        newApiKeyRoute,
        apiKeyRoute,
        auditLogRoute,
      ]),
      unknownRoute,
    ]),
  ]),
  // Of each route, so that the header outlives a page that breaks.
  defaultErrorComponent: PageCrash,
  // Ids are opaque: "007" must stay as it is, so the search is strings only.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined);
    const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
    return text === '' ? '' : `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

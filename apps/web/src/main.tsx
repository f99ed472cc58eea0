import './ui/tokens.css';
import './ui/base.css';

import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { createQueryClient } from './app/query-client.ts';
import { router } from './app/router.tsx';
import { applyTheme, readTheme } from './app/theme.ts';
import { writeReturnAddress } from './features/session/return-address.ts';

applyTheme(readTheme());

function askToSignIn(): void {
  const { href, pathname } = router.state.location;
  if (pathname === '/sign-in') return;
  writeReturnAddress(href, Date.now());
  void router.navigate({ to: '/sign-in', replace: true });
}

const queryClient = createQueryClient(askToSignIn);
const root = document.getElementById('root');
if (!root)
  throw new Error('index.html has no element with the id "root": the build is broken, build it again.');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);

import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './theme/tokens.css';
import './theme/base.css';

import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';

import { ActionProvider } from './actions/registry.tsx';
import { explain } from './api/failure.ts';
import { createAppRouter } from './router.tsx';
import { cssVariablesResolver, theme } from './theme/theme.ts';

// The pages' policy forbids code from text, which zod would otherwise try for speed.
z.config({ jitless: true });

/** Only what could be reached but did not answer is tried again; a refusal stays one. */
const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      retry: (failures, error) => failures < 2 && explain(error).kind === 'unreachable',
      retryDelay: 800,
    },
  },
});
const router = createAppRouter(queryClient);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <ActionProvider>
          <RouterProvider router={router} />
        </ActionProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);

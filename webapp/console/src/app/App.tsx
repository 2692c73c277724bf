import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../api/problem.ts';
import { SessionDoor } from '../session/session.tsx';
import { Shell } from './Shell.tsx';
import { ShopDoor } from './shop.tsx';
import { theme } from './theme.ts';

/** A refusal stays one; only what did not reach the server is asked again by itself. */
const again = (failures: number, error: unknown) =>
  failures < 2 && error instanceof Problem && (error.status === 0 || error.status === 503);

export function App() {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: again, staleTime: 2_000 } } }),
  );
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" />
        <SessionDoor>
          <ShopDoor>
            <Shell />
          </ShopDoor>
        </SessionDoor>
      </QueryClientProvider>
    </MantineProvider>
  );
}

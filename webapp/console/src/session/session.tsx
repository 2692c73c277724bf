import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { call, onSignedOut, rememberCsrf } from '../api/http.ts';
import { Problem } from '../api/problem.ts';
import type { Role, Session } from '../api/types.ts';
import { ErrorState, Loading } from '../ui/states.tsx';
import { comeBack } from './elsewhere.ts';
import { may } from './roles.ts';
import { SignIn } from './SignIn.tsx';

const KEY = ['session'];
const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('used outside of a session');
  return session;
}

export const useMay = (need: Role): boolean => may(useSession().role, need);

async function current(): Promise<Session | null> {
  try {
    const session = await call<Session>('GET', '/session');
    rememberCsrf(session.csrf);
    return session;
  } catch (e) {
    if (e instanceof Problem && e.status === 401) return null;
    throw e;
  }
}

/**
 * Shows its children to who is signed in and the sign-in to who is not. The address stays, so that signing in leads
 * back to the page where the session ended.
 */
export function SessionDoor({ children }: { children: ReactNode }) {
  const [elsewhere] = useState(comeBack);
  const client = useQueryClient();
  const session = useQuery({ queryKey: KEY, queryFn: current, staleTime: Infinity });
  useEffect(() => {
    onSignedOut(() => {
      if (client.getQueryData(KEY) != null) {
        client.setQueryData(KEY, null);
        client.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] });
      }
    });
  }, [client]);
  if (session.isPending) return <Loading />;
  if (session.isError) {
    return <ErrorState error={session.error} retry={() => session.refetch()} />;
  }
  if (session.data === null) {
    return (
      <SignIn
        elsewhere={elsewhere}
        signedIn={(fresh) => {
          rememberCsrf(fresh.csrf);
          client.setQueryData(KEY, fresh);
        }}
      />
    );
  }
  return <SessionContext value={session.data}>{children}</SessionContext>;
}

/** Ends the session on the server, then here. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await call<void>('DELETE', '/session');
    // Who is signed in is still being watched, so that entry stays; all others go.
    client.setQueryData(KEY, null);
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] });
  };
}

import {
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { call } from './http.ts';

export type Refresh = { every?: number; enabled?: boolean };

/** What a path answers now; kept under the path, so that a change below it can ask again. */
export function useGet<T>(path: string, { every, enabled }: Refresh = {}): UseQueryResult<T> {
  return useQuery<T>({
    queryKey: [path],
    queryFn: () => call<T>('GET', path),
    enabled: enabled ?? true,
    ...(every === undefined ? {} : { refetchInterval: every }),
  });
}

const below = (prefix: string) => (query: { queryKey: QueryKey }) =>
  `${query.queryKey[0]}`.startsWith(prefix);

/** A change; what is shown from below the given prefix is asked for again once it is made. */
export function useChange<In, Out>(
  change: (input: In) => Promise<Out>,
  ...stale: string[]
): UseMutationResult<Out, unknown, In> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await Promise.all(
        stale.map((prefix) => client.invalidateQueries({ predicate: below(prefix) })),
      );
    },
  });
}

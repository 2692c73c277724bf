import { type UseQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { call, query } from './http.ts';

type PageOf<T> = { [name: string]: T[] | number | string | null | undefined } & {
  next?: number | string | null;
};

const LIMIT = 50;

/** A list that is asked for piece by piece, newest first; `name` is the field that holds the rows. */
export function usePages<T>(path: string, name: string) {
  const pages = useInfiniteQuery({
    queryKey: [path],
    queryFn: ({ pageParam }) =>
      call<PageOf<T>>(
        'GET',
        path + query({ before: pageParam === '' ? undefined : pageParam, limit: LIMIT }),
      ),
    initialPageParam: '' as string | number,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const first = pages.data?.pages[0];
  return {
    pages: pages as unknown as UseQueryResult<unknown>,
    first,
    rows: (pages.data?.pages ?? []).flatMap((page) => page[name] as T[]),
    more: pages.hasNextPage
      ? { busy: pages.isFetchingNextPage, load: () => void pages.fetchNextPage() }
      : null,
  };
}

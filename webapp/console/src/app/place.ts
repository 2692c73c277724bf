import { useCallback, useMemo } from 'react';
import { navigate, useHashLocation } from 'wouter/use-hash-location';

/** Where somebody is: `#/shop/page/rest…`. */
export type Place = { shop: string; page: string; rest: readonly string[] };

export function parse(location: string): Place {
  const [shop = '', page = '', ...rest] = location
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .split('/')
    .map(decoded);
  return { shop, page, rest };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export const written = ({ shop, page, rest }: Place): string =>
  `/${[shop, page, ...rest].map(encodeURIComponent).join('/')}`;

export const link = (shop: string, page: string, ...rest: string[]): string =>
  `#${written({ shop, page, rest })}`;

export function usePlace(): [Place, (to: Place, replace?: boolean) => void] {
  const [location] = useHashLocation();
  const place = useMemo(() => parse(location), [location]);
  const go = useCallback((to: Place, replace = false) => navigate(written(to), { replace }), []);
  return [place, go];
}

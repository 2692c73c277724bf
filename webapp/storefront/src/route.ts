import { useEffect, useState } from 'react';

/** Where the shopper is. */
export type Route =
  | { page: 'home'; query: string; category: string }
  | { page: 'product'; sku: string }
  | { page: 'cart' }
  | { page: 'checkout' };

export function parse(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?');
  const [, page, id] = path.split('/');
  if (page === 'product' && id) return { page, sku: decode(id) };
  if (page === 'cart' || page === 'checkout') return { page };
  const params = new URLSearchParams(search);
  return { page: 'home', query: params.get('query') ?? '', category: params.get('category') ?? '' };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function catalogueLink(query: string, category: string): string {
  const params = new URLSearchParams();
  if (query) params.set('query', query);
  if (category) params.set('category', category);
  const search = params.toString();
  return search ? `#/?${search}` : '#/';
}

export const productLink = (sku: string) => `#/product/${encodeURIComponent(sku)}`;

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return parse(hash);
}

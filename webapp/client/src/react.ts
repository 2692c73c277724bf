import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Placement, PlacementSnapshot, Storefront } from './index.js';

/**
 * What a shopper may be shown at a placement now, for the cart as it is.
 *
 * @param storefront null while there is none yet
 */
export function useOffers(
  storefront: Storefront | null,
  placement: string,
  cart: ReadonlyArray<{ readonly sku: string; readonly quantity?: number }>,
): PlacementSnapshot {
  const [followed, setFollowed] = useState<Placement | null>(null);
  const newest = useRef(cart);
  newest.current = cart;
  // Carts are compared by what is in them: a page makes a new array whenever it draws.
  const sent = useRef('');

  useEffect(() => {
    if (storefront === null) return;
    const started = storefront.follow(placement, newest.current);
    sent.current = JSON.stringify(newest.current);
    setFollowed(started);
    return () => {
      started.close();
      setFollowed(null);
    };
  }, [storefront, placement]);

  const wanted = JSON.stringify(cart);
  useEffect(() => {
    if (followed !== null && sent.current !== wanted) {
      sent.current = wanted;
      followed.setCart(newest.current);
    }
  }, [followed, wanted]);

  const subscribe = useCallback(
    (listener: () => void) => followed?.onChange(listener) ?? (() => {}),
    [followed],
  );
  const [none] = useState<PlacementSnapshot>(() => ({
    placement,
    freshness: 'loading',
    offer: null,
    problem: null,
  }));
  const read = () => followed?.snapshot ?? none;
  return useSyncExternalStore(subscribe, read, read);
}

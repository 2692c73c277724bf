import { type NewEvent, Storefront } from '@pannier/client';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useReducer,
  useState,
} from 'react';
import * as api from './api.js';
import { type Cart, type CartChange, changed, remember, remembered } from './cart.js';

/** What every page of the shop shares. */
export type Shop = {
  readonly storefront: Storefront;
  readonly cart: Cart;
  change(change: CartChange): void;
  tell(event: NewEvent): void;
  /** Bundles, by their items, that the shopper does not want to see. */
  readonly dismissed: ReadonlySet<string>;
  dismiss(bundle: string): void;
  undismiss(): void;
};

const ShopContext = createContext<Shop | null>(null);

export const ShopProvider = ShopContext.Provider;

export function useShop(): Shop {
  const shop = useContext(ShopContext);
  if (shop === null) throw new Error('used outside of the shop');
  return shop;
}

/** Opens the connection once the shop's server says who is visiting. */
export function ShopDoor({ children, closed }: { children: ReactNode; closed: ClosedDoor }) {
  const [storefront, setStorefront] = useState<Storefront | null>(null);
  const [problem, setProblem] = useState<Error | null>(null);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt starts over
  useEffect(() => {
    let opened: Storefront | null = null;
    let gone = false;
    api.session().then(
      ({ token }) => {
        if (gone) return;
        let first: string | null = token;
        opened = new Storefront({
          url: `${location.origin.replace(/^http/, 'ws')}/v1/storefront`,
          token: async () => {
            const fresh = first ?? (await api.session()).token;
            first = null;
            return fresh;
          },
          onProblem: (e) => console.warn(e.code, e.message),
        });
        setStorefront(opened);
      },
      (e: Error) => setProblem(e),
    );
    return () => {
      gone = true;
      opened?.close();
      setStorefront(null);
    };
  }, [attempt]);

  const retry = () => {
    setProblem(null);
    setAttempt((before) => before + 1);
  };
  if (storefront === null) return closed(problem, retry);
  return <OpenShop storefront={storefront}>{children}</OpenShop>;
}

/** What is shown while the shop is not open; no problem means that it opens. */
export type ClosedDoor = (problem: Error | null, retry: () => void) => ReactNode;

function OpenShop({ storefront, children }: { storefront: Storefront; children: ReactNode }) {
  const [cart, change] = useReducer(changed, localStorage, remembered);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => remember(localStorage, cart), [cart]);

  const tell = useCallback((event: NewEvent) => void storefront.event(event), [storefront]);
  const shop = useMemo<Shop>(
    () => ({
      storefront,
      cart,
      change,
      tell,
      dismissed,
      dismiss: (bundle) => setDismissed((before) => new Set(before).add(bundle)),
      undismiss: () => setDismissed(new Set()),
    }),
    [storefront, cart, tell, dismissed],
  );
  return <ShopProvider value={shop}>{children}</ShopProvider>;
}

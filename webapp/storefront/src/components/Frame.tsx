import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { totals, units } from '../cart.js';
import { money } from '../money.js';
import { catalogueLink, type Route } from '../route.js';
import { useShop } from '../shop.js';

/** What surrounds every page: the way home, the search, the cart, and whether news can arrive. */
export function Frame({ route, children }: { route: Route; children: ReactNode }) {
  const { storefront, cart } = useShop();
  const query = route.page === 'home' ? route.query : '';
  const [text, setText] = useState(query);
  useEffect(() => setText(query), [query]);
  const connection = useSyncExternalStore(
    (listener) => storefront.onChange(listener),
    () => storefront.connection,
  );
  const main = useRef<HTMLElement>(null);
  const place = JSON.stringify(route);
  const first = useRef(place);

  // A new page begins at its top, for eyes and for screen readers.
  useEffect(() => {
    if (first.current === place) return;
    first.current = place;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [place]);

  const count = units(cart);
  return (
    <>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header className="top">
        <a className="brand" href="#/">
          Pannier <span>demo shop</span>
        </a>
        <search>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              location.hash = catalogueLink(text.trim(), '');
            }}
          >
            <label className="visually-hidden" htmlFor="search">
              Search products
            </label>
            <input
              id="search"
              type="search"
              placeholder="Search products"
              autoComplete="off"
              maxLength={200}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <button type="submit">Search</button>
          </form>
        </search>
        <a className="cart-link" href="#/cart">
          Cart
          <span className="badge">
            {count}
            <span className="visually-hidden"> {count === 1 ? 'item' : 'items'}, </span>
          </span>
          <span className="amount">{money(totals(cart).total, cart.currency)}</span>
        </a>
      </header>
      {connection.phase === 'closed' && (
        <p className="banner" role="alert">
          Offers have stopped: {connection.problem?.message}. You can go on shopping; reload the
          page for offers.
        </p>
      )}
      <main ref={main} tabIndex={-1} id="main">
        {children}
      </main>
      <footer>
        <p>
          A demo: nothing is sold, nothing is shipped. The offers are real answers of the
          installation that serves this page, and what you do here is an event in its journal.
        </p>
        <p>
          <a href="/v1/openapi.yaml">HTTP</a> · <a href="/v1/asyncapi.yaml">WebSocket</a>
        </p>
      </footer>
    </>
  );
}

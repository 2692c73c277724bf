import type { Cart, Line } from '../cart.js';
import { type TakenBundle, totals } from '../cart.js';
import { Offers } from '../components/Offers.js';
import { Tile } from '../components/Tile.js';
import { useProduct } from '../components/useProduct.js';
import { minorUnits, money } from '../money.js';
import { short } from '../reasons.js';
import { productLink } from '../route.js';
import { useShop } from '../shop.js';

/** The cart, and the offer that follows every change of it. */
export function CartView() {
  const { cart } = useShop();
  return (
    <>
      <h1>Your cart</h1>
      {cart.lines.length === 0 ? (
        <div className="empty">
          <p>There is nothing in it yet.</p>
          <a href="#/">See all products</a>
        </div>
      ) : (
        <>
          <ul className="lines">
            {cart.lines.map((line) => (
              <CartLine key={line.sku} line={line} currency={cart.currency} />
            ))}
          </ul>
          <Sum cart={cart} />
          <p className="actions end">
            <a className="button primary" href="#/checkout">
              To the checkout
            </a>
          </p>
        </>
      )}
      <Offers
        placement="cart"
        title={cart.lines.length === 0 ? 'To begin with' : 'Goes well with your cart'}
      />
    </>
  );
}

function CartLine({ line, currency }: { line: Line; currency: string }) {
  const { change, tell } = useShop();
  const { product } = useProduct(line.sku);
  const set = (quantity: number) => {
    const more = quantity - line.quantity;
    if (more === 0) return;
    change({ type: 'set-quantity', sku: line.sku, quantity });
    const type = more > 0 ? 'cart-added' : 'cart-removed';
    tell({ type, sku: line.sku, quantity: Math.abs(more) });
  };
  const most = product?.stock ?? line.quantity;
  return (
    <li>
      <Tile product={product} small />
      <span className="what">
        <a href={productLink(line.sku)}>{line.title}</a>
        <small>{money(minorUnits(line.price, currency), currency)} each</small>
      </span>
      <span className="stepper">
        <button
          type="button"
          className="round"
          onClick={() => set(line.quantity - 1)}
          aria-label={`One less of ${line.title}`}
        >
          −
        </button>
        <span>
          {line.quantity}
          <span className="visually-hidden"> of {line.title}</span>
        </span>
        <button
          type="button"
          className="round"
          disabled={line.quantity >= most}
          onClick={() => set(line.quantity + 1)}
          aria-label={`One more of ${line.title}`}
        >
          +
        </button>
      </span>
      <strong className="amount">
        {money(minorUnits(line.price, currency) * line.quantity, currency)}
      </strong>
      <button
        type="button"
        className="quiet"
        onClick={() => set(0)}
        aria-label={`Remove ${line.title}`}
      >
        Remove
      </button>
    </li>
  );
}

/** What it comes to, with every saving by name. */
export function Sum({ cart }: { cart: Cart }) {
  const { list, total } = totals(cart);
  return (
    <dl className="sum">
      <dt>Products</dt>
      <dd>{money(list, cart.currency)}</dd>
      {cart.bundles
        .filter((bundle) => bundle.discount > 0)
        .map((bundle) => (
          <div key={`${bundle.decision} ${bundle.bundle}`}>
            <dt>Together cheaper: {titles(cart, bundle)}</dt>
            <dd className="saving">
              −{money(minorUnits(bundle.discount, cart.currency), cart.currency)}
            </dd>
          </div>
        ))}
      <dt className="total">Total</dt>
      <dd className="total">{money(total, cart.currency)}</dd>
    </dl>
  );
}

function titles(cart: Cart, bundle: TakenBundle): string {
  return bundle.items
    .map(({ sku }) => short(cart.lines.find((line) => line.sku === sku)?.title ?? sku))
    .join(' + ');
}

import type { Bundle, Offer } from '@pannier/client';
import { useOffers } from '@pannier/client/react';
import { type RefObject, useEffect, useId, useMemo, useRef } from 'react';
import { price } from '../money.js';
import { reason, short } from '../reasons.js';
import { productLink } from '../route.js';
import { useShop } from '../shop.js';
import { Tile } from './Tile.js';
import { useProduct } from './useProduct.js';

type OffersProps = {
  placement: 'home' | 'product' | 'cart';
  title: string;
  /** The product that is looked at, if any: it leads the cart that the offer is made for. */
  viewed?: { sku: string; title: string };
};

/** What goes well with the cart, as it is right now. */
export function Offers({ placement, title, viewed }: OffersProps) {
  const shop = useShop();
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  const sku = viewed?.sku;
  const cart = useMemo(() => {
    const lines = shop.cart.lines.map((line) => ({ sku: line.sku, quantity: line.quantity }));
    return sku === undefined || lines.some((line) => line.sku === sku)
      ? lines
      : [{ sku, quantity: 1 }, ...lines];
  }, [shop.cart.lines, sku]);
  const { offer, freshness, problem } = useOffers(shop.storefront, placement, cart);
  const wanted = offer?.bundles.filter((bundle) => !shop.dismissed.has(nameOf(bundle))) ?? [];
  const hidden = (offer?.bundles.length ?? 0) - wanted.length;
  const titleOf = (wantedSku: string) =>
    wantedSku === viewed?.sku
      ? viewed.title
      : shop.cart.lines.find((line) => line.sku === wantedSku)?.title;

  return (
    <section className={`offers ${freshness}`} aria-labelledby={id}>
      <header>
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {freshness === 'updating' && <span className="note">Updating for your cart …</span>}
      </header>
      <p className="visually-hidden" role="status">
        {freshness === 'fresh' && wanted[0] && announcement(wanted[0])}
      </p>
      {freshness === 'stale' && (
        <p className="note" role="status">
          {shop.storefront.connection.phase === 'connected'
            ? 'Checking these prices again …'
            : 'The connection was lost. These offers may have changed; reconnecting …'}
        </p>
      )}
      {freshness === 'refused' && <p className="note">No offers here: {problem?.message}</p>}
      {freshness === 'loading' &&
        (problem === null ? (
          <div className="bundles" aria-busy="true">
            <div className="bundle skeleton" />
            <div className="bundle skeleton" />
            <p className="visually-hidden">Loading offers</p>
          </div>
        ) : (
          <p className="note">Offers cannot be loaded right now. Trying again …</p>
        ))}
      {offer !== null && wanted.length > 0 && (
        <div className="bundles">
          {wanted.map((bundle) => (
            <BundleCard
              key={nameOf(bundle)}
              offer={offer}
              bundle={bundle}
              why={reason(bundle, titleOf)}
              usable={freshness === 'fresh'}
              heading={heading}
            />
          ))}
        </div>
      )}
      {offer !== null && offer.bundles.length === 0 && freshness === 'fresh' && (
        <p className="note">Nothing to add to this: {offer.reason ?? 'no bundle fits.'}</p>
      )}
      {hidden > 0 && (
        <p className="note">
          {hidden === 1 ? 'One suggestion is hidden.' : `${hidden} suggestions are hidden.`}{' '}
          <button type="button" className="link" onClick={shop.undismiss}>
            Show again
          </button>
        </p>
      )}
      {offer !== null && <Backstage offer={offer} />}
    </section>
  );
}

type CardProps = {
  offer: Offer;
  bundle: Bundle;
  why: string;
  usable: boolean;
  /** Takes the focus when the card goes away. */
  heading: RefObject<HTMLHeadingElement | null>;
};

function BundleCard({ offer, bundle, why, usable, heading }: CardProps) {
  const { storefront, change, dismiss, tell } = useShop();
  const card = useRef<HTMLElement>(null);

  // An impression is a bundle that was on the screen, not one that was drawn below it.
  useEffect(() => {
    const element = card.current;
    if (element === null || !usable) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          storefront.report('offer-shown', offer, bundle);
        }
      },
      { threshold: 0.5 },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [storefront, offer, bundle, usable]);

  const accept = () => {
    storefront.report('offer-accepted', offer, bundle);
    for (const { sku, quantity, price } of bundle.items) {
      tell({ type: 'cart-added', sku, quantity, price, currency: bundle.currency });
    }
    change({ type: 'add-bundle', offer, bundle });
    heading.current?.focus();
  };
  const refuse = () => {
    storefront.report('offer-dismissed', offer, bundle);
    dismiss(nameOf(bundle));
    heading.current?.focus();
  };
  const what = bundle.items.map((item) => short(item.title)).join(' and ');

  return (
    <article className="bundle" ref={card}>
      <ul>
        {bundle.items.map((item) => (
          <li key={item.sku}>
            <BundleItem
              item={item}
              currency={bundle.currency}
              onOpen={() => storefront.report('offer-clicked', offer, bundle, { sku: item.sku })}
            />
          </li>
        ))}
      </ul>
      {why && <p className="why">{why}</p>}
      <p className="prices">
        <strong>{price(bundle.price, bundle.currency)}</strong>
        {bundle.discount > 0 && (
          <>
            <s>
              <span className="visually-hidden">instead of </span>
              {price(bundle.listPrice, bundle.currency)}
            </s>
            <span className="saving">Save {price(bundle.discount, bundle.currency)}</span>
          </>
        )}
      </p>
      <div className="actions">
        <button type="button" className="primary" onClick={accept} disabled={!usable}>
          {bundle.items.length === 1 ? 'Add to cart' : 'Add all'}
          <span className="visually-hidden">
            : {what} for {price(bundle.price, bundle.currency)}
          </span>
        </button>
        <button
          type="button"
          className="quiet"
          onClick={refuse}
          aria-label={`Not interested in ${what}`}
        >
          Not interested
        </button>
      </div>
    </article>
  );
}

type ItemProps = {
  item: Bundle['items'][number];
  currency: string;
  onOpen: () => void;
};

function BundleItem({ item, currency, onOpen }: ItemProps) {
  const { product } = useProduct(item.sku);
  return (
    <>
      <Tile product={product} small />
      <span className="what">
        <a href={productLink(item.sku)} onClick={onOpen}>
          {item.title}
        </a>
        <small>
          {item.quantity > 1 && `${item.quantity} × `}
          {price(item.price, currency)}
        </small>
      </span>
    </>
  );
}

/** For whoever tries the demo: where the offer comes from. */
function Backstage({ offer }: { offer: Offer }) {
  return (
    <details className="backstage">
      <summary>Behind this offer</summary>
      <dl>
        <dt>Decided by</dt>
        <dd>{offer.strategy}</dd>
        <dt>Decision</dt>
        <dd>{offer.decision}</dd>
        <dt>Quality</dt>
        <dd>{offer.degraded ? `degraded (${offer.rung ?? 'unknown'})` : 'as configured'}</dd>
        <dt>Prices bind until</dt>
        <dd>{new Date(offer.validUntil).toLocaleTimeString('en')}</dd>
        {offer.warnings.length > 0 && (
          <>
            <dt>Warnings</dt>
            <dd>{offer.warnings.join('; ')}</dd>
          </>
        )}
      </dl>
    </details>
  );
}

function announcement(bundle: Bundle): string {
  const what = bundle.items.map((item) => short(item.title)).join(' and ');
  const saving = bundle.discount > 0 ? `, you save ${price(bundle.discount, bundle.currency)}` : '';
  return `Suggested: ${what} for ${price(bundle.price, bundle.currency)}${saving}`;
}

/** The same products are the same bundle to a shopper, whichever decision offers them. */
function nameOf(bundle: Bundle): string {
  return bundle.items
    .map((item) => item.sku)
    .sort()
    .join(' ');
}

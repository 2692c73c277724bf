import { useEffect, useState } from 'react';
import { Offers } from '../components/Offers.js';
import { useAdd } from '../components/ProductCard.js';
import { Tile } from '../components/Tile.js';
import { useProduct } from '../components/useProduct.js';
import { price } from '../money.js';
import { catalogueLink } from '../route.js';
import { useShop } from '../shop.js';

/** One product, and what goes with it. */
export function ProductView({ sku }: { sku: string }) {
  const { product, problem } = useProduct(sku);
  const { cart, tell } = useShop();
  const add = useAdd();
  const [quantity, setQuantity] = useState(1);
  const known = product !== null;

  useEffect(() => {
    setQuantity(1);
    if (known) tell({ type: 'product-viewed', sku });
  }, [known, sku, tell]);

  if (problem !== null) {
    return (
      <div className="empty" role="alert">
        <h1>Not here</h1>
        <p>{problem.message}</p>
        <a href="#/">See all products</a>
      </div>
    );
  }
  if (product === null) {
    return (
      <div className="product-view" aria-busy="true">
        <div className="tile skeleton" />
        <p className="visually-hidden">Loading the product</p>
      </div>
    );
  }
  const inCart = cart.lines.find((line) => line.sku === sku)?.quantity ?? 0;
  const left = product.stock - inCart;
  return (
    <>
      {product.category && (
        <nav aria-label="Breadcrumb" className="breadcrumb">
          <a href="#/">All</a>
          {product.category.split(' > ').map((name, depth, path) => (
            <span key={name}>
              {' › '}
              <a href={catalogueLink('', path.slice(0, depth + 1).join(' > '))}>{name}</a>
            </span>
          ))}
        </nav>
      )}
      <div className="product-view">
        <Tile product={product} />
        <div>
          <h1>{product.title}</h1>
          {product.brand && <p className="note">by {product.brand}</p>}
          <p className="prices">
            <strong>{price(product.price, product.currency)}</strong>
          </p>
          <p className="note">
            {product.stock === 0
              ? 'Sold out'
              : product.stock <= 5
                ? `Only ${product.stock} left`
                : 'In stock'}
            {inCart > 0 && ` · ${inCart} in your cart`}
          </p>
          {product.stock > 0 && (
            <form
              className="actions"
              onSubmit={(event) => {
                event.preventDefault();
                add(product, quantity);
              }}
            >
              <label>
                Quantity{' '}
                <input
                  type="number"
                  min={1}
                  max={Math.max(1, left)}
                  required
                  value={quantity}
                  onChange={(event) => setQuantity(Math.max(1, event.target.valueAsNumber || 1))}
                />
              </label>
              <button type="submit" className="primary" disabled={left <= 0}>
                {left <= 0 ? 'All in your cart' : 'Add to cart'}
              </button>
            </form>
          )}
          <p className="visually-hidden" role="status">
            {inCart > 0 && `${inCart} in your cart`}
          </p>
        </div>
      </div>
      <Offers placement="product" title="Goes well with this" viewed={product} />
    </>
  );
}

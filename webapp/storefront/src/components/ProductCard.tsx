import type { Product } from '../api.js';
import { price } from '../money.js';
import { productLink } from '../route.js';
import { useShop } from '../shop.js';
import { Tile } from './Tile.js';

/** A product in the catalogue. */
export function ProductCard({ product }: { product: Product }) {
  const { tell } = useShop();
  return (
    <li className="product-card">
      <a
        href={productLink(product.sku)}
        onClick={() => tell({ type: 'product-clicked', sku: product.sku })}
      >
        <Tile product={product} />
        <span className="title">{product.title}</span>
      </a>
      <span className="row">
        <strong>{price(product.price, product.currency)}</strong>
        {product.stock === 0 ? (
          <span className="note">Sold out</span>
        ) : (
          <AddOne product={product} />
        )}
      </span>
    </li>
  );
}

function AddOne({ product }: { product: Product }) {
  const add = useAdd();
  return (
    <button
      type="button"
      className="round"
      onClick={() => add(product, 1)}
      aria-label={`Add ${product.title} to the cart`}
    >
      +
    </button>
  );
}

/** Puts a product into the cart, no more than there are in stock. */
export function useAdd(): (product: Product, quantity: number) => void {
  const { cart, change, tell } = useShop();
  return (product, quantity) => {
    const there = cart.lines.find((line) => line.sku === product.sku)?.quantity ?? 0;
    const room = Math.min(quantity, product.stock - there);
    if (room <= 0) return;
    const { sku, price, currency } = product;
    change({ type: 'add', product, quantity: room, currency });
    tell({ type: 'cart-added', sku, quantity: room, price, currency });
  };
}

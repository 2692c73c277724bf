import type { Product } from '../api.js';

/** Drawings on a field of 24 by 24; the demo's products have no photographs. */
const DRAWINGS: Record<string, string> = {
  Coffee: 'M6 9h10v5a4 4 0 0 1-4 4h-2a4 4 0 0 1-4-4zM16 10h2a2 2 0 0 1 0 4h-2M9 3v3M13 3v3',
  Mugs: 'M5 7h11v9a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3zM16 9h2a2 2 0 0 1 2 2v1a3 3 0 0 1-3 3h-1',
  Cookware: 'M4 10h13v6a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM17 12h5M7 6c0-1 1-1 1-2M11 6c0-1 1-1 1-2',
  Utensils: 'M7 3v6a2 2 0 0 0 4 0V3M9 11v10M17 3c-2 2-2 8 0 9v9M17 3v9',
  Knives: 'M4 20l6-6M10 14 18 3c3 4 1 9-5 13z',
  Boards:
    'M6 4h12a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM12 7.500v.01M8 12h8M8 16h8',
  Baking: 'M5 11h14l-1.500 8h-11zM5 11a3 3 0 0 1 3-4 4 4 0 0 1 8 0 3 3 0 0 1 3 4M10 14v3M14 14v3',
  Tea: 'M5 9h11v4a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5zM16 10h1a2 2 0 0 1 0 4h-1M4 21h13M11 9V5h3',
  Oils: 'M10 3h4v5l2 4v8a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1v-8l2-4zM8 14h8',
  Candles: 'M8 11h8v9H8zM12 11V8M12 8c-2-2 0-3 0-5 2 2 2 4 0 5z',
  Holders: 'M9 4h6l1 4v9H8V8zM6 20h12M12 13v-2M9 17v3M15 17v3',
  Textiles: 'M4 6h16v10H4zM4 10h16M6 16v3M10 16v3M14 16v3M18 16v3',
  Cushions: 'M5 6c4 1 10 1 14 0-1 4-1 8 0 12-4-1-10-1-14 0 1-4 1-8 0-12zM12 12v.01',
  Vases: 'M9 3h6M10 3c0 4-4 5-4 10 0 4 2 6 3 8h6c1-2 3-4 3-8 0-5-4-6-4-10',
  Plants: 'M7 15h10l-1 6H8zM12 15V8M12 10c-5 0-6-3-6-6 4 0 6 2 6 6zM12 12c4 0 6-2 6-5-4 0-6 1-6 5z',
  Care: 'M4 10h10v10H4zM14 13l5-5M17 6l4 4M6 10V7a3 3 0 0 1 6 0v3',
  Notebooks: 'M7 3h11v18H7zM7 3H5v18h2M10 8h5M10 12h5',
  Pens: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  Ink: 'M9 4h6v4l3 3v9H6v-9l3-3zM6 15h12',
  Towels: 'M6 4h12v16H6zM6 15h12M6 17.500h12M9 4v7',
  Soap: 'M5 12h14v5a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2zM9 15h6M9 8v.01M13 5v.01M16 8.500v.01',
  Games: 'M5 5h14v14H5zM9 9v.01M15 9v.01M12 12v.01M9 15v.01M15 15v.01',
  Toys: 'M4 13h7v7H4zM13 13h7v7h-7zM8.500 4h7v7h-7z',
};
const BASKET = 'M4 10h16l-2 9H6zM8 10l3-6M16 10l-3-6M9 13v3M12 13v3M15 13v3';

/** Hue and chroma, in per cent, of the colours that the demo's products have. */
const TINTS: Record<string, string> = {
  Sage: 'sage',
  Forest: 'sage',
  Charcoal: 'slate',
  Slate: 'slate',
  Navy: 'indigo',
  Indigo: 'indigo',
  Terracotta: 'clay',
  Copper: 'clay',
  Walnut: 'clay',
  Blush: 'blush',
  Mustard: 'mustard',
  Sand: 'mustard',
};

/** A picture of a product: a drawing of its kind in its colour. Decoration; the title says it. */
export function Tile({ product, small }: { product: Product | null; small?: boolean }) {
  const kind = product?.category.split(' > ').at(-1) ?? '';
  const tint = TINTS[product?.colour ?? ''] ?? 'cream';
  return (
    <div className={`tile tint-${tint}${small ? ' small' : ''}`} aria-hidden="true">
      <svg viewBox="0 0 24 24" role="presentation">
        <path d={DRAWINGS[kind] ?? BASKET} />
      </svg>
    </div>
  );
}

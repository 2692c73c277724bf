import { useEffect, useState } from 'react';
import * as api from '../api.js';
import { Offers } from '../components/Offers.js';
import { ProductCard } from '../components/ProductCard.js';
import { catalogueLink } from '../route.js';

const PAGE = 24;

type Found = {
  key: string;
  page: api.ProductPage | null;
  problem: Error | null;
};

/** The catalogue: everything, a category of it, or what a search finds. */
export function Home({ query, category }: { query: string; category: string }) {
  const key = JSON.stringify([query, category]);
  const [found, setFound] = useState<Found>({ key, page: null, problem: null });
  const [more, setMore] = useState(1);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt starts over
  useEffect(() => {
    let gone = false;
    api.products(query, category, 0, PAGE * more).then(
      (page) => {
        api.know(page.products);
        if (!gone) setFound({ key, page, problem: null });
      },
      (problem: Error) => gone || setFound({ key, page: null, problem }),
    );
    return () => {
      gone = true;
    };
  }, [key, query, category, more, attempt]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another search begins with its first page
  useEffect(() => setMore(1), [key]);

  const page = found.key === key ? found.page : null;
  const problem = found.key === key ? found.problem : null;
  const plain = query === '' && category === '';
  return (
    <>
      <h1 className={plain ? 'visually-hidden' : ''}>
        {query ? `Results for “${query}”` : category.replaceAll(' > ', ' · ') || 'All products'}
      </h1>
      {plain && <Offers placement="home" title="Picked for you" />}
      <Categories known={found.page?.categories ?? []} chosen={query === '' ? category : null} />
      {problem !== null && (
        <div className="empty" role="alert">
          <p>{problem.message}</p>
          <button type="button" onClick={() => setAttempt((before) => before + 1)}>
            Try again
          </button>
        </div>
      )}
      {page === null && problem === null && (
        <ul className="grid" aria-busy="true" aria-label="Loading products">
          {Array.from({ length: 8 }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
            <li key={i} className="product-card skeleton" />
          ))}
        </ul>
      )}
      {page !== null && page.total === 0 && (
        <div className="empty">
          <p>Nothing is called that here.</p>
          <a href="#/">See all products</a>
        </div>
      )}
      {page !== null && page.total > 0 && (
        <>
          <p className="note" role="status">
            {page.total === 1 ? 'One product' : `${page.total.toLocaleString('en')} products`}
          </p>
          <ul className="grid">
            {page.products.map((product) => (
              <ProductCard key={product.sku} product={product} />
            ))}
          </ul>
          {page.products.length < page.total && page.products.length < 100 && (
            <p className="center">
              <button type="button" onClick={() => setMore((before) => Math.min(before + 1, 4))}>
                Show more
              </button>
            </p>
          )}
          {page.products.length >= 96 && page.products.length < page.total && (
            <p className="note center">There is more; a category or a search narrows it down.</p>
          )}
        </>
      )}
    </>
  );
}

type CategoriesProps = {
  known: ReadonlyArray<{ path: string; count: number }>;
  /** null where nothing of it is chosen, as in a search. */
  chosen: string | null;
};

/** The first level, and below it the second level of the one that is chosen. */
function Categories({ known, chosen }: CategoriesProps) {
  if (known.length === 0) return null;
  const [top = ''] = (chosen ?? '').split(' > ');
  const tops = [...new Set(known.map(({ path }) => path.split(' > ')[0] ?? path))];
  const below = known.filter(({ path }) => top !== '' && path.startsWith(`${top} > `));
  const chip = (path: string, name: string) => (
    <li key={path}>
      <a href={catalogueLink('', path)} aria-current={path === chosen ? 'page' : undefined}>
        {name}
      </a>
    </li>
  );
  return (
    <nav aria-label="Categories" className="categories">
      <ul>
        {chip('', 'All')}
        {tops.map((path) => chip(path, path))}
      </ul>
      {below.length > 0 && (
        <ul>{below.map(({ path }) => chip(path, path.slice(top.length + 3)))}</ul>
      )}
    </nav>
  );
}

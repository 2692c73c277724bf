import { useEffect, useState } from 'react';
import * as api from '../api.js';

type Asked = { sku: string; product: api.Product | null; problem: Error | null };

/** A product of the catalogue; null while it is asked for and when that failed. */
export function useProduct(sku: string): Omit<Asked, 'sku'> {
  const [asked, setAsked] = useState<Asked>({ sku, product: null, problem: null });
  useEffect(() => {
    let gone = false;
    api.product(sku).then(
      (product) => gone || setAsked({ sku, product, problem: null }),
      (problem: Error) => gone || setAsked({ sku, product: null, problem }),
    );
    return () => {
      gone = true;
    };
  }, [sku]);
  return asked.sku === sku ? asked : { product: null, problem: null };
}

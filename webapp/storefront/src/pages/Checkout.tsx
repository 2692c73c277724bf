import { useState } from 'react';
import * as api from '../api.js';
import { price } from '../money.js';
import { useShop } from '../shop.js';
import { Sum } from './CartView.js';

type Step =
  | { at: 'review'; problem: Error | null }
  | { at: 'sending' }
  | { at: 'done'; receipt: api.Receipt };

/** The order: looked over once more, then placed at the prices that were decided. */
export function Checkout() {
  const { cart, change } = useShop();
  const [step, setStep] = useState<Step>({ at: 'review', problem: null });

  const place = () => {
    setStep({ at: 'sending' });
    api.order(cart).then(
      (receipt) => {
        setStep({ at: 'done', receipt });
        change({ type: 'clear' });
      },
      (problem: Error) => setStep({ at: 'review', problem }),
    );
  };

  if (step.at === 'done') {
    const { order, total, saving, currency } = step.receipt;
    return (
      <div className="empty" role="status">
        <h1>Thank you</h1>
        <p>
          Order <strong>{order}</strong> over <strong>{price(total, currency)}</strong> is placed
          {saving > 0 && <>; you saved {price(saving, currency)}</>}.
        </p>
        <p className="note">
          It is a demo order: each product is now a purchase in the journal, and those of a bundle
          name the decision that offered it.
        </p>
        <a href="#/">Go on shopping</a>
      </div>
    );
  }
  if (cart.lines.length === 0) {
    return (
      <div className="empty">
        <h1>Checkout</h1>
        <p>There is nothing to check out.</p>
        <a href="#/">See all products</a>
      </div>
    );
  }
  const problem = step.at === 'review' ? step.problem : null;
  return (
    <>
      <h1>Checkout</h1>
      <ul className="review">
        {cart.lines.map((line) => (
          <li key={line.sku}>
            <span>
              {line.quantity} × {line.title}
            </span>
          </li>
        ))}
      </ul>
      <Sum cart={cart} />
      {problem !== null && (
        <div className="banner" role="alert">
          <p>The order was not placed: {problem.message}.</p>
          {cart.bundles.length > 0 && (
            <button type="button" onClick={() => change({ type: 'drop-discounts' })}>
              Go on without the bundle price
            </button>
          )}
        </div>
      )}
      <p className="actions end">
        <a href="#/cart">Back to the cart</a>
        <button type="button" className="primary" disabled={step.at === 'sending'} onClick={place}>
          {step.at === 'sending' ? 'Placing the order …' : 'Place the demo order'}
        </button>
      </p>
      <p className="note">No address and no payment: nothing is shipped.</p>
    </>
  );
}

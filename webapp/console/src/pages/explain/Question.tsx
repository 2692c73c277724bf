import { Button, NumberInput, Paper, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../api/hooks.ts';
import type { Placement, Product } from '../../api/types.ts';
import { useShopPath } from '../../app/shop.tsx';
import { ErrorState } from '../../ui/states.tsx';
import type { ExplainQuestion } from './ExplainPage.tsx';
import { ProductSearch } from './ProductSearch.tsx';

type Line = { product: Product; quantity: number };

export function Question({
  ask,
  busy,
}: {
  ask: (question: ExplainQuestion) => void;
  busy: boolean;
}) {
  const { t } = useTranslation();
  const at = useShopPath();
  const placements = useGet<{ placements: Placement[] }>(at('placements'));
  const names = placements.data?.placements.map(({ name }) => name) ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [shopper, setShopper] = useState('');
  const [session, setSession] = useState('');
  const [lines, setLines] = useState<Line[]>([]);
  const placement = chosen ?? names[0] ?? null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (placement === null) return;
    ask({
      placement,
      ...(shopper.trim() === '' ? {} : { shopper: shopper.trim() }),
      ...(session.trim() === '' ? {} : { session: session.trim() }),
      cart: lines.map(({ product, quantity }) => ({ sku: product.sku, quantity })),
    });
  };
  const add = (product: Product) =>
    setLines((before) =>
      before.some((line) => line.product.sku === product.sku)
        ? before.map((line) =>
            line.product.sku === product.sku ? { ...line, quantity: line.quantity + 1 } : line,
          )
        : [...before, { product, quantity: 1 }],
    );

  return (
    <Paper component="form" onSubmit={submit} className="panel" withBorder>
      <Stack>
        {placements.isError && <ErrorState error={placements.error} retry={placements.refetch} />}
        <div className="fields">
          <Select
            label={t('strategies.placement')}
            data={names}
            value={placement}
            allowDeselect={false}
            onChange={setChosen}
          />
          <TextInput
            label={t('explain.shopper')}
            placeholder={t('explain.unknownShopper')}
            maxLength={256}
            value={shopper}
            onChange={(e) => setShopper(e.currentTarget.value)}
          />
          {shopper.trim() === '' && (
            <TextInput
              label={t('explain.session')}
              placeholder={t('explain.sessionWhy')}
              maxLength={256}
              value={session}
              onChange={(e) => setSession(e.currentTarget.value)}
            />
          )}
          <ProductSearch label={t('explain.addProduct')} pick={add} />
        </div>
        {lines.length === 0 ? (
          <p className="dim small">{t('explain.emptyCart')}</p>
        ) : (
          <ul className="lines" aria-label={t('explain.cart')}>
            {lines.map(({ product, quantity }) => (
              <li key={product.sku} className="line">
                <span>
                  {product.title} <span className="dim mono">{product.sku}</span>
                </span>
                <NumberInput
                  size="xs"
                  className="line-quantity"
                  aria-label={t('explain.quantityOf', { title: product.title })}
                  min={1}
                  max={999}
                  allowDecimal={false}
                  value={quantity}
                  onChange={(to) =>
                    typeof to === 'number' &&
                    setLines(
                      lines.map((line) =>
                        line.product.sku === product.sku ? { ...line, quantity: to } : line,
                      ),
                    )
                  }
                />
                <Button
                  size="xs"
                  variant="default"
                  aria-label={t('explain.removeNamed', { title: product.title })}
                  onClick={() => setLines(lines.filter((line) => line.product.sku !== product.sku))}
                >
                  {t('act.remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
        <Button type="submit" className="left" loading={busy} disabled={placement === null}>
          {t('explain.ask')}
        </Button>
      </Stack>
    </Paper>
  );
}

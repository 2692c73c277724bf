import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Bundle, Offer } from '../api/types.ts';
import { useFieldName } from './fieldName.ts';
import { useFormats } from './formats.ts';
import { Empty } from './states.tsx';

/** An offer as the shopper would get it, with what it was chosen by. */
export function OfferView({ offer }: { offer: Offer }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="small">
        {t('offer.by', { strategy: offer.strategy })}
        {offer.model != null && ` · ${t('offer.model', { model: offer.model })}`}{' '}
        {offer.degraded && (
          <Badge variant="light" color="yellow">
            {t('offer.degraded')}
          </Badge>
        )}
      </p>
      {offer.warnings?.length > 0 && <p className="note">{offer.warnings.join('; ')}</p>}
      {offer.bundles.length === 0 ? (
        <Empty>{offer.reason ?? t('offer.none')}</Empty>
      ) : (
        <div className="columns">
          {offer.bundles.map((bundle) => (
            <BundleView key={bundle.bundle} bundle={bundle} />
          ))}
        </div>
      )}
    </>
  );
}

function BundleView({ bundle }: { bundle: Bundle }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const name = useFieldName();
  return (
    <article className="panel">
      <div className="section-head">
        <strong>{t('offer.position', { position: bundle.position + 1 })}</strong>
        <span>
          {bundle.discount > 0 && <del className="dim">{formats.money(bundle.listPrice)}</del>}{' '}
          <strong>{formats.money(bundle.price)}</strong>
        </span>
      </div>
      <ul className="plain">
        {bundle.items.map((item) => (
          <li key={item.sku}>
            {item.quantity} × {item.title} <span className="dim mono">{item.sku}</span>{' '}
            {formats.money(item.price)}
          </li>
        ))}
      </ul>
      <dl className="facts small">
        {Object.entries(bundle.objectives).map(([objective, value]) => (
          <div key={objective} className="fact">
            <dt>{name(objective)}</dt>
            <dd>{formats.number(value, 4)}</dd>
          </div>
        ))}
        <div className="fact">
          <dt>{t('offer.propensity')}</dt>
          <dd>{formats.number(bundle.propensity, 4)}</dd>
        </div>
      </dl>
      <ul className="plain small">
        {bundle.reasons.map((reason) => (
          <li key={`${reason.kind} ${reason.sku ?? ''} ${reason.text}`}>{reason.text}</li>
        ))}
      </ul>
    </article>
  );
}

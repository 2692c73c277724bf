import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../api/hooks.ts';
import type { Experiment, Interval, Placement } from '../../api/types.ts';
import { link } from '../../app/place.ts';
import { useShop, useShopPath } from '../../app/shop.tsx';
import { useFormats } from '../../ui/formats.ts';
import { Section } from '../../ui/Page.tsx';
import { Asked, Empty } from '../../ui/states.tsx';
import { verdictColour, verdictOf } from '../experiments/verdict.ts';

/** What a session brings more with offers than without, for each placement that holds visitors out. */
export function Worth() {
  const { t } = useTranslation();
  const at = useShopPath();
  const placements = useGet<{ placements: Placement[] }>(at('placements'));
  return (
    <Section title={t('worth.title')}>
      <Asked query={placements}>
        {({ placements: all }) => {
          const held = all.filter(({ arms }) =>
            (arms ?? []).some(({ offers }) => offers === false),
          );
          if (held.length === 0) return <Empty>{t('worth.none')}</Empty>;
          return (
            <ul className="plain">
              {held.map(({ name }) => (
                <OfPlacement key={name} name={name} />
              ))}
            </ul>
          );
        }}
      </Asked>
    </Section>
  );
}

function OfPlacement({ name }: { name: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const shop = useShop();
  const at = useShopPath();
  const experiment = useGet<Experiment>(at('placements', name, 'experiment'), { every: 15_000 });
  const said = ({ estimate, lower, upper }: Interval) => {
    const verdict = verdictOf(lower, upper);
    return (
      <>
        <strong>{formats.money(estimate)}</strong>{' '}
        <span className="dim small">
          {lower !== null &&
            upper !== null &&
            t('interval.range', {
              lower: formats.money(lower),
              upper: formats.money(upper),
            })}
        </span>{' '}
        <Badge variant="light" color={verdictColour(verdict)}>
          {t(`experiments.verdict.${verdict}`)}
        </Badge>
      </>
    );
  };
  return (
    <li className="panel">
      <Asked query={experiment}>
        {({ holdOut }) => (
          <>
            <a href={link(shop.name, 'experiments', name)}>{name}</a>
            {holdOut !== null && (
              <dl className="facts">
                <dt>{t('experiments.perSession')}</dt>
                <dd>{said(holdOut.margin)}</dd>
                <dt>{t('worth.revenue')}</dt>
                <dd>{said(holdOut.revenue)}</dd>
              </dl>
            )}
          </>
        )}
      </Asked>
    </li>
  );
}

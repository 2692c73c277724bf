import { useTranslation } from 'react-i18next';
import type { Front } from '../../api/types.ts';
import { useFormats } from '../../ui/formats.ts';
import { OBJECTIVES } from './ObjectiveSliders.tsx';
import { objectiveText } from './objectives.ts';

/** The bundle that the weights choose, with what is expected of it. */
export function FrontPoint({ front }: { front: Front }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const point = front.chosen === null ? undefined : front.points[front.chosen];
  if (point === undefined) return <p>{t('dial.nothingFits')}</p>;
  return (
    <div aria-live="polite">
      <strong>{t('dial.chosen')}</strong>
      <ul>
        {point.items.map(({ sku, title, quantity }) => (
          <li key={sku}>
            {quantity > 1 && `${quantity} × `}
            {title ?? sku}
          </li>
        ))}
      </ul>
      <p className="small">
        {t('dial.price', {
          price: formats.money(point.price),
          discount: formats.money(point.discount),
        })}
      </p>
      <dl className="figures-line">
        {OBJECTIVES.map((each) => (
          <div key={each}>
            <dt className="small dim">{t(`field.${each}`)}</dt>
            <dd>{objectiveText(each, point.objectives[each] ?? 0, formats)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

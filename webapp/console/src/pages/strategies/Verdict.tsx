import { useTranslation } from 'react-i18next';
import { Details } from '../../ui/Details.tsx';

/** What the gate said of a model: its words, and the figures behind them on demand. */
export function Verdict({ verdict }: { verdict: unknown }) {
  const { t } = useTranslation();
  if (verdict === null || verdict === undefined || isEmpty(verdict)) {
    return <span className="dim">{t('models.noVerdict')}</span>;
  }
  if (typeof verdict === 'string') return <span>{verdict}</span>;
  return <Details summary={summaryOf(verdict, t('models.figures'))} value={verdict} />;
}

function summaryOf(verdict: unknown, fallback: string): string {
  const said = (verdict as { why?: unknown }).why;
  return typeof said === 'string' && said !== '' ? said : fallback;
}

const isEmpty = (verdict: unknown) =>
  verdict === '' || (typeof verdict === 'object' && Object.keys(verdict ?? {}).length === 0);

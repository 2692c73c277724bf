import { useTranslation } from 'react-i18next';
import { Details } from '../../ui/Details.tsx';

/** What the gate said of a model: its words, and the figures behind them on demand. */
export function Verdict({ verdict }: { verdict: unknown }) {
  const { t } = useTranslation();
  if (verdict === null || verdict === undefined || verdict === '') {
    return <span className="dim">{t('models.noVerdict')}</span>;
  }
  if (typeof verdict === 'string') return <span>{verdict}</span>;
  return <Details summary={summaryOf(verdict, t('models.figures'))} value={verdict} />;
}

function summaryOf(verdict: unknown, fallback: string): string {
  const words = verdict as { text?: unknown; reason?: unknown; outcome?: unknown };
  const said = words.text ?? words.reason ?? words.outcome;
  return typeof said === 'string' && said !== '' ? said : fallback;
}

import { useTranslation } from 'react-i18next';
import type { RuleFinding } from '../../api/types.ts';

/** What about the rules is worth a second look. */
export function RuleFindings({ findings }: { findings: readonly RuleFinding[] }) {
  const { t } = useTranslation();
  if (findings.length === 0) return null;
  return (
    <ul className="note" aria-label={t('rules.findings')}>
      {findings.map(({ code, rule, by }) => (
        <li key={`${code} ${rule}`}>{t(`rules.finding.${code}`, { rule, by })}</li>
      ))}
    </ul>
  );
}

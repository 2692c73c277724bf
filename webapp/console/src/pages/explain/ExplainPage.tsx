import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { CartLine, Explanation } from '../../api/types.ts';
import { useShopPath } from '../../app/shop.tsx';
import { CandidateTable } from '../../ui/CandidateTable.tsx';
import { Details } from '../../ui/Details.tsx';
import { EventTable } from '../../ui/EventTable.tsx';
import { OfferView } from '../../ui/OfferView.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { ErrorState, Loading } from '../../ui/states.tsx';
import { Question } from './Question.tsx';
import { Rejections } from './Rejections.tsx';
import { RuleEffects } from './RuleEffects.tsx';

export type ExplainQuestion = {
  placement: string;
  shopper?: string;
  session?: string;
  query?: string;
  cart: CartLine[];
};

/** Asks for an offer through the real flow without counting it, and shows all that went into it. */
export default function ExplainPage() {
  const { t } = useTranslation();
  const at = useShopPath();
  const explain = useChange((question: ExplainQuestion) =>
    call<Explanation>('POST', at('explain'), question),
  );
  const [asked, setAsked] = useState<ExplainQuestion | null>(null);
  const ask = (question: ExplainQuestion) => {
    setAsked(question);
    explain.mutate(question);
  };
  return (
    <Page title={t('page.explain')} lead={t('explain.lead')}>
      <Question ask={ask} busy={explain.isPending} />
      <div aria-live="polite">
        {explain.isPending && <Loading />}
        {explain.isError && (
          <ErrorState error={explain.error} retry={() => asked !== null && explain.mutate(asked)} />
        )}
        {explain.isSuccess && <Answer explanation={explain.data} />}
      </div>
    </Page>
  );
}

function Answer({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t('explain.offer')}>
        <OfferView offer={explanation.offer} />
      </Section>
      {explanation.failures != null && explanation.failures.length > 0 && (
        <p className="note">{t('explain.failures', { what: explanation.failures.join('; ') })}</p>
      )}
      <Section title={t('explain.whyNot')}>
        <Rejections rejections={explanation.rejections} />
      </Section>
      {explanation.rules != null && explanation.rules.length > 0 && (
        <Section title={t('field.rules')}>
          <RuleEffects effects={explanation.rules} />
        </Section>
      )}
      <Section title={t('explain.candidates')}>
        <CandidateTable candidates={explanation.candidates} />
      </Section>
      <Section title={t('explain.context')}>
        <div className="panel">
          <ul className="plain" aria-label={t('explain.cart')}>
            {explanation.context.cart.length === 0 && <li>{t('explain.emptyCart')}</li>}
            {explanation.context.cart.map((line) => (
              <li key={line.sku}>
                {line.quantity} × {line.title ?? line.sku}
              </li>
            ))}
          </ul>
          {explanation.timing != null && (
            <Details summary={t('explain.timing')} value={explanation.timing} />
          )}
        </div>
      </Section>
      <Section title={t('explain.history')}>
        <EventTable events={explanation.context.history} />
      </Section>
    </>
  );
}

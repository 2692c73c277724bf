import { useTranslation } from 'react-i18next';
import { useGet } from '../api/hooks.ts';
import type { ApprovalRule, Proposal, Proposals } from '../api/types.ts';
import { notifyDone } from '../ui/notify.ts';
import { useShopPath } from './shop.tsx';

const EVERY_MILLIS = 20_000;

/** Whether live changes of the shop take a second person; false until it is known. */
export function useApproval(): boolean {
  const at = useShopPath();
  return useGet<ApprovalRule>(at('approval'), { every: EVERY_MILLIS }).data?.required ?? false;
}

/** How many changes wait for a second person. */
export function useWaiting(): number {
  const at = useShopPath();
  return useGet<Proposals>(at('proposals'), { every: EVERY_MILLIS }).data?.waiting ?? 0;
}

/** Tells whether an answer is a proposal instead of what was asked for, and if so says that to whoever asked. */
export function useProposed(): (answer: unknown) => answer is { proposal: Proposal } {
  const { t } = useTranslation();
  return (answer): answer is { proposal: Proposal } => {
    const proposed = typeof answer === 'object' && answer !== null && 'proposal' in answer;
    if (proposed) notifyDone(t('approvals.proposed'));
    return proposed;
  };
}

import { Button, Group, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import { asProblem } from '../../api/problem.ts';
import type { Placement, RuleFinding, Strategy } from '../../api/types.ts';
import { useProposed } from '../../app/approval.ts';
import { useShopPath } from '../../app/shop.tsx';
import { useMay } from '../../session/session.tsx';
import { Act } from '../../ui/Act.tsx';
import { changedFields, changesBetween, same } from '../../ui/changes.ts';
import { notifyDone } from '../../ui/notify.ts';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { PlacementForm } from './PlacementForm.tsx';
import { RuleFindings } from './RuleFindings.tsx';
import { rulesProblem } from './rules.ts';
import { splitProblem } from './split.ts';

/**
 * Edits a placement: what is changed is shown as a difference before it is saved with a reason. Where somebody else
 * saved in between, the own changes are put onto what they saved.
 */
export function PlacementEditor({
  saved,
  strategies,
  reload,
}: {
  saved: Placement;
  strategies: readonly Strategy[];
  reload: () => Promise<Placement>;
}) {
  const { t } = useTranslation();
  const at = useShopPath();
  const editable = useMay('operator');
  /** What the edits started from; it does not move under somebody who is editing. */
  const [base, setBase] = useState(saved);
  const [draft, setDraft] = useState(saved);
  const [saving, setSaving] = useState(false);
  const proposed = useProposed();
  const [findings, setFindings] = useState<RuleFinding[]>([]);
  const dirty = !same(base, draft);

  useEffect(() => {
    if (!dirty && saved.revision !== base.revision) {
      setBase(saved);
      setDraft(saved);
    }
  }, [saved, base, dirty]);

  useEffect(() => {
    if (!dirty) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', stay);
    return () => window.removeEventListener('beforeunload', stay);
  }, [dirty]);

  const change = useChange(
    (reason: string) =>
      call<Placement & { findings?: RuleFinding[] }>('PUT', at('placements', base.name), {
        ...changedFields(base, draft),
        revision: base.revision,
        reason,
      }),
    at('placements'),
    at('strategies'),
    at('proposals'),
  );

  const rebase = async () => {
    const newest = await reload();
    setDraft({ ...newest, ...changedFields(base, draft), revision: newest.revision });
    setBase(newest);
  };

  const split = splitProblem(draft.arms ?? []);
  const rules = rulesProblem(draft.rules ?? []);
  return (
    <>
      <PlacementForm draft={draft} change={setDraft} strategies={strategies} disabled={!editable} />
      {split !== null && (
        <Text c="red" role="alert" mt="sm">
          {t(`split.problem.${split}`)}
        </Text>
      )}
      {rules !== null && (
        <Text c="red" role="alert" mt="sm">
          {t(`rules.problem.${rules}`)}
        </Text>
      )}
      {!dirty && <RuleFindings findings={findings} />}
      <div className="save-bar">
        <Text size="sm" aria-live="polite">
          {dirty
            ? t('placements.unsaved', { count: changesBetween(base, draft).length })
            : t('placements.revision', { revision: base.revision })}
        </Text>
        <Group gap="xs">
          {dirty && (
            <Button size="xs" variant="default" onClick={() => setDraft(base)}>
              {t('placements.discard')}
            </Button>
          )}
          <Act
            need="operator"
            disabled={!dirty || split !== null || rules !== null}
            onClick={() => setSaving(true)}
          >
            {t('placements.save')}
          </Act>
        </Group>
      </div>
      {saving && (
        <ReasonDialog
          title={t('placements.saveNamed', { name: base.name })}
          changes={changesBetween(base, draft)}
          confirm={t('placements.save')}
          live
          change={async (reason) => {
            const answer = await change.mutateAsync(reason);
            if (proposed(answer)) {
              setDraft(base);
              return;
            }
            const { findings: found, ...fresh } = answer;
            setFindings(found ?? []);
            setBase(fresh);
            setDraft(fresh);
            notifyDone(t('placements.saved', { name: fresh.name, revision: fresh.revision }));
          }}
          close={() => setSaving(false)}
          onProblem={(error) =>
            asProblem(error).code === 'REVISION_CONFLICT' && (
              <Button variant="default" onClick={rebase}>
                {t('placements.rebase')}
              </Button>
            )
          }
        />
      )}
    </>
  );
}

import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Strategy, StrategyNode } from '../../api/types.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/formats.ts';
import { Section } from '../../ui/Page.tsx';
import { COLOURS } from './HealthBadge.tsx';
import { statesDiffer, usualVersion, versionsDiffer } from './nodes.ts';

/** How a strategy is doing in each process; nothing where there is only one. */
export function NodeTable({ strategy }: { strategy: Strategy }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { nodes, switchedOff } = strategy;
  if (nodes.length < 2) return null;
  const usual = usualVersion(nodes);
  return (
    <Section title={t('nodes.title')}>
      {versionsDiffer(nodes) && <p className="note">{t('nodes.differ')}</p>}
      <DataTable
        label={t('nodes.title')}
        rows={nodes}
        rowKey={(each) => `${each.name} ${each.started}`}
        empty="–"
        columns={[
          { key: 'name', title: t('nodes.node'), render: (each) => each.name },
          {
            key: 'version',
            title: t('strategies.version'),
            render: (each) => (
              <span className="chips">
                {each.version ?? t('strategies.notInstalled')}
                {each.version !== usual && (
                  <Badge variant="light" color="yellow">
                    {t('nodes.otherVersion')}
                  </Badge>
                )}
              </span>
            ),
          },
          {
            key: 'state',
            title: t('strategies.health'),
            render: (each) => <NodeHealth node={each} off={switchedOff !== null} />,
          },
          {
            key: 'p99',
            title: t('strategies.p99'),
            end: true,
            render: (each) => formats.millis(each.p99Millis),
          },
          {
            key: 'failures',
            title: t('nodes.failures'),
            end: true,
            render: (each) => (
              <span title={each.lastFailure ?? ''}>
                {t('nodes.ofCalls', {
                  failures: formats.number(each.failures),
                  calls: formats.number(each.calls),
                })}
              </span>
            ),
          },
          {
            key: 'seen',
            title: t('nodes.seen'),
            render: (each) =>
              each.stale ? (
                <Badge variant="light" color="red">
                  {t('nodes.silent', { time: formats.lasting(each.silentSeconds) })}
                </Badge>
              ) : (
                formats.before(each.silentSeconds)
              ),
          },
        ]}
      />
    </Section>
  );
}

function NodeHealth({ node, off }: { node: StrategyNode; off: boolean }) {
  const { t } = useTranslation();
  return (
    <span className="chips">
      {node.switchedOff && (
        <Badge variant="light" color="red">
          {t('strategies.off')}
        </Badge>
      )}
      <Badge variant="light" color={COLOURS[node.state] ?? 'gray'}>
        {t(`health.${node.state}`)}
      </Badge>
      {node.switchedOff !== off && !node.stale && (
        <span className="small">{t('nodes.unheard')}</span>
      )}
    </span>
  );
}

/** In a list: how many processes there are, and what somebody should look at. Nothing where there is only one. */
export function NodeMarks({ nodes }: { nodes: readonly StrategyNode[] }) {
  const { t } = useTranslation();
  if (nodes.length < 2) return null;
  const silent = nodes.filter(({ stale }) => stale).length;
  return (
    <span className="chips chips-below">
      <span className="small dim">{t('nodes.count', { count: nodes.length })}</span>
      {versionsDiffer(nodes) && (
        <Badge size="sm" variant="light" color="yellow">
          {t('nodes.versionsDiffer')}
        </Badge>
      )}
      {statesDiffer(nodes) && (
        <Badge size="sm" variant="light" color="yellow">
          {t('nodes.statesDiffer')}
        </Badge>
      )}
      {silent > 0 && (
        <Badge size="sm" variant="light" color="red">
          {t('nodes.someSilent', { count: silent })}
        </Badge>
      )}
    </span>
  );
}

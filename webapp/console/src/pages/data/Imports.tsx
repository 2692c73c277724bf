import { Badge, FileInput, Progress, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useGet } from '../../api/hooks.ts';
import { query, send } from '../../api/http.ts';
import type { Import } from '../../api/types.ts';
import { useShopPath } from '../../app/shop.tsx';
import { useMay } from '../../session/session.tsx';
import { Act, ReadOnlyNote } from '../../ui/Act.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/formats.ts';
import { notifyDone } from '../../ui/notify.ts';
import { Asked, ErrorState } from '../../ui/states.tsx';
import { Time } from '../../ui/Time.tsx';
import { contentType, FORMATS, type Format } from './formats.ts';

const COLOURS = { running: 'blue', done: 'green', failed: 'red' } as const;

/** Brings a file in, and shows how far each import is. */
export function Imports() {
  const { t } = useTranslation();
  const at = useShopPath();
  const allowed = useMay('operator');
  const imports = useGet<{ imports: Import[] }>(at('imports'), { every: 2_000 });
  const [format, setFormat] = useState<Format>('online-retail');
  const [file, setFile] = useState<File | null>(null);
  const start = useChange(
    (chosen: File) =>
      send<{ id: number | string }>(
        at('import') + query({ format, file: chosen.name }),
        chosen,
        contentType(chosen.name),
      ),
    at('imports'),
  );
  return (
    <>
      <ReadOnlyNote need="operator" />
      <div className="panel">
        <div className="fields">
          <Select
            label={t('imports.format')}
            data={FORMATS.map((each) => ({ value: each, label: t(`imports.kind.${each}`) }))}
            value={format}
            allowDeselect={false}
            disabled={!allowed}
            onChange={(to) => to !== null && setFormat(to as Format)}
          />
          <FileInput
            label={t('imports.file')}
            placeholder={t('imports.choose')}
            value={file}
            onChange={setFile}
            disabled={!allowed}
            clearable
            clearButtonProps={{ 'aria-label': t('act.remove') }}
            accept=".csv,.ndjson,.jsonl,.json,.gz"
          />
          <Act
            need="operator"
            size="sm"
            disabled={file === null}
            loading={start.isPending}
            onClick={() =>
              file !== null &&
              start.mutate(file, {
                onSuccess: () => {
                  notifyDone(t('imports.started', { file: file.name }));
                  setFile(null);
                },
              })
            }
          >
            {t('imports.start')}
          </Act>
        </div>
        {start.isError && <ErrorState error={start.error} />}
      </div>
      <div className="section">
        <Asked query={imports}>{(data) => <ImportTable imports={data.imports} />}</Asked>
      </div>
    </>
  );
}

function ImportTable({ imports }: { imports: readonly Import[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <DataTable
      label={t('data.tab.imports')}
      rows={imports}
      rowKey={(each) => each.id}
      empty={t('imports.none')}
      columns={[
        {
          key: 'file',
          title: t('imports.file'),
          render: (each) => (
            <>
              {each.file ?? '–'} <span className="dim small">{each.format}</span>
            </>
          ),
        },
        {
          key: 'state',
          title: t('plugins.state'),
          render: (each) => (
            <span>
              <Badge variant="light" color={COLOURS[each.state] ?? 'gray'}>
                {t(`imports.state.${each.state}`)}
              </Badge>
              {each.state === 'running' && (
                <Progress
                  mt={6}
                  value={100}
                  animated
                  striped
                  aria-label={t('imports.runs', { file: each.file ?? '' })}
                />
              )}
              {each.error !== null && <span className="small"> {each.error}</span>}
            </span>
          ),
        },
        {
          key: 'lines',
          title: t('imports.lines'),
          end: true,
          render: (each) => formats.number(each.lines),
        },
        {
          key: 'accepted',
          title: t('imports.accepted'),
          end: true,
          render: (each) => formats.number(each.accepted),
        },
        {
          key: 'rejected',
          title: t('imports.rejected'),
          end: true,
          render: (each) => formats.number(each.rejected),
        },
        {
          key: 'started',
          title: t('imports.begun'),
          render: (each) => <Time at={each.startedAt} />,
        },
        { key: 'ended', title: t('imports.ended'), render: (each) => <Time at={each.endedAt} /> },
      ]}
    />
  );
}

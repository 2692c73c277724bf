import type { ReactNode } from 'react';
import { Empty } from './states.tsx';

export type Column<T> = {
  key: string;
  title: string;
  render: (row: T) => ReactNode;
  /** Numbers stand at the end, so that their digits line up. */
  end?: boolean;
};

/** The roles that the elements have anyway, until a browser displays them as blocks and forgets them. */
const AS = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  cell: { role: 'cell' },
} as const;

/** A table that becomes a list of cards on a narrow screen. */
export function DataTable<T>({
  label,
  columns,
  rows,
  rowKey,
  empty,
}: {
  label: string;
  columns: Array<Column<T>>;
  rows: readonly T[];
  rowKey: (row: T) => string | number;
  empty: ReactNode;
}) {
  if (rows.length === 0) return <Empty>{empty}</Empty>;
  return (
    <table className="table" aria-label={label} {...AS.table}>
      <thead {...AS.rowgroup}>
        <tr {...AS.row}>
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              {...AS.columnheader}
              className={column.end ? 'end' : undefined}
            >
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...AS.rowgroup}>
        {rows.map((row) => (
          <tr key={rowKey(row)} {...AS.row}>
            {columns.map((column) => (
              <td
                key={column.key}
                {...AS.cell}
                data-label={column.title}
                className={column.end ? 'end' : undefined}
              >
                <span className="cell">{column.render(row)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

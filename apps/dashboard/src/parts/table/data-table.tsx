import { useEffect, useRef, type ReactNode, type RefObject } from 'react';

import { AppLink } from '../app-link.tsx';
import css from './data-table.module.css';

export interface Column<T> {
  header: string;
  /** The cell; the first column's becomes the row's link. */
  cell: (row: T) => ReactNode;
  /** CSS width; the widest text column has none. */
  width?: string;
  align?: 'right';
  /** On a phone: in the first line, in the second, or left out. */
  phone?: 'first' | 'second' | 'none';
}

export interface DataTableProps<T> {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowKey: (row: T) => string | number;
  rowHref?: (row: T) => string;
  /** Takes j, k and Enter; at most one table of a page. */
  withKeys?: boolean;
}

/** Rows of one noun. `j`, `k` and Enter move and open; on a phone each row takes two lines. */
export function DataTable<T>({ label, rows, columns, rowKey, rowHref, withKeys = false }: DataTableProps<T>) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body, withKeys && rowHref !== undefined);
  return (
    <table className={css['data-table']} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ header, width, align }) => (
            <th key={header} scope="col" style={{ width, textAlign: align }}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row) => (
          <tr key={rowKey(row)} data-linked={rowHref !== undefined || undefined}>
            {columns.map(({ header, cell, align, phone = 'second' }, index) => (
              <td key={header} style={{ textAlign: align }} data-phone={index === 0 ? 'first' : phone}>
                {index === 0 && rowHref !== undefined ? (
                  <AppLink href={rowHref(row)} className={css['row-link']}>
                    {cell(row)}
                  </AppLink>
                ) : (
                  cell(row)
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function useRowKeys(body: RefObject<HTMLTableSectionElement | null>, enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT|BUTTON)$/.test(event.target.tagName)) return;
      if (event.key !== 'j' && event.key !== 'k') return;
      const links = [...(body.current?.querySelectorAll<HTMLAnchorElement>('td:first-child > a') ?? [])];
      const at = links.findIndex((link) => link === document.activeElement);
      links[Math.min(links.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))]?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [body, enabled]);
}

/** The name of what a row is about, where other words stand beside it. */
export function RowTitle({ children }: { children: ReactNode }) {
  return <strong className={css['row-title']}>{children}</strong>;
}

/** A cell's text that takes as many lines as it needs. */
export function Wrapped({ children }: { children: ReactNode }) {
  return <span className={css['wrapped']}>{children}</span>;
}

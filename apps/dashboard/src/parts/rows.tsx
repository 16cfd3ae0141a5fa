import type { ReactNode } from 'react';

import css from './rows.module.css';

/** A short list of unlike things, each a {@link Row}. */
export function Rows({ children }: { children: ReactNode }) {
  return <ul className={css['rows']}>{children}</ul>;
}

/** One line: what it is, and to the right its time and button. In a narrow list it takes two. */
export function Row({ children }: { children: ReactNode }) {
  return <li className={css['row']}>{children}</li>;
}

/** A row of two columns, which stand below each other where there is no room: words, and what they are about. */
export function WideRow({ head, children }: { head: ReactNode; children: ReactNode }) {
  return (
    <li className={css['wide-row']}>
      <div className={css['head']}>{head}</div>
      {children}
    </li>
  );
}

/** What stands at the right end of a row. */
export function RowEnd({ children }: { children: ReactNode }) {
  return <span className={`meta ${css['end']}`}>{children}</span>;
}

import type { ReactNode } from 'react';

import css from './panel.module.css';

/** A surface for one thing: a list, a table, a text. Nothing of it reaches beyond its rounded border. */
export function Panel({ children }: { children: ReactNode }) {
  return <div className={`panel ${css['clip']}`}>{children}</div>;
}

import type { ReactNode } from 'react';

import css from './source-tools.module.css';

/** Above files and histories: the choice of a ref, the path, the clone address. What follows stands close. */
export function SourceTools({ children }: { children: ReactNode }) {
  return (
    <div className={css['source-tools']} data-close>
      {children}
    </div>
  );
}

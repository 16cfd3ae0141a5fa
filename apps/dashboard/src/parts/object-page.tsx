import { Tabs } from '@mantine/core';
import { Fragment, type ReactNode, useEffect } from 'react';

import { ICON, type NounIcon } from '../theme/icons.ts';
import { AppLink } from './app-link.tsx';
import { Panel } from './panel.tsx';
import css from './object-page.module.css';

export interface Crumb {
  label: string;
  href: string;
}

export interface ObjectPageProps {
  icon?: NounIcon;
  title: string;
  crumbs?: readonly Crumb[];
  /** State and facts beside the title. */
  status?: ReactNode;
  actions?: ReactNode;
  /** The chain, in the same place on every object. */
  chain?: ReactNode;
  tabs?: { value: string; onChange: (value: string) => void; list: readonly { value: string; label: string; count?: number }[] };
  /** Properties on the right. */
  rail?: readonly { label: string; value: ReactNode }[];
  /** Logs, tables and graphs take all the width there is; text does not. */
  wide?: boolean;
  children: ReactNode;
}

/** The one form of every noun's page: header, chain, tabs, content, property rail. */
export function ObjectPage({ icon, title, crumbs = [], status, actions, chain, tabs, rail = [], wide = false, children }: ObjectPageProps) {
  useEffect(() => {
    document.title = `${title} · MosAIc`;
  }, [title]);
  return (
    <div className={css['page']} data-wide={wide || undefined}>
      <PageHead icon={icon} title={title} crumbs={crumbs} status={status} actions={actions} chain={chain} />
      {tabs !== undefined && (
        <Tabs value={tabs.value} onChange={(value) => value !== null && tabs.onChange(value)} className={css['page-tabs']}>
          <Tabs.List aria-label={`${title}: sections`}>
            {tabs.list.map(({ value, label, count }) => (
              <Tabs.Tab key={value} value={value}>
                {label}
                {count !== undefined && count > 0 && <span className={css['tab-count']}>{count}</span>}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      )}
      <div className={css['page-body']} data-rail={rail.length > 0 || undefined}>
        <div className={css['page-content']}>{children}</div>
        {rail.length > 0 && <Rail rows={rail} />}
      </div>
    </div>
  );
}

type PageHeadProps = Pick<ObjectPageProps, 'title' | 'status' | 'actions' | 'chain'> & {
  icon: NounIcon | undefined;
  crumbs: readonly Crumb[];
};

function PageHead({ icon: Glyph, title, crumbs, status, actions, chain }: PageHeadProps) {
  return (
    <header className={css['page-head']}>
      {crumbs.length > 0 && (
        <nav aria-label="Breadcrumb" className={css['page-crumbs']}>
          {crumbs.map(({ label, href }, index) => (
            <Fragment key={href}>
              {index > 0 && <span aria-hidden>/</span>}
              <AppLink href={href}>{label}</AppLink>
            </Fragment>
          ))}
        </nav>
      )}
      <div className={css['page-title-row']}>
        <h1 className={css['page-title']}>
          {Glyph !== undefined && <Glyph size={20} stroke={ICON.stroke} aria-hidden />}
          <span>{title}</span>
        </h1>
        {status !== undefined && <div className={css['page-status']}>{status}</div>}
        {actions !== undefined && <div className={css['page-actions']}>{actions}</div>}
      </div>
      {chain}
    </header>
  );
}

function Rail({ rows }: { rows: NonNullable<ObjectPageProps['rail']> }) {
  return (
    <aside className={css['page-rail']} aria-label="Properties">
      <dl>
        {rows.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}

/** A titled part of a page. */
export function Section({
  title,
  aside,
  children,
  bare = false,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  bare?: boolean;
}) {
  return (
    <section className={css['section']} aria-label={title}>
      <div className={css['section-head']}>
        <h2>{title}</h2>
        {aside}
      </div>
      {bare ? <div>{children}</div> : <Panel>{children}</Panel>}
    </section>
  );
}

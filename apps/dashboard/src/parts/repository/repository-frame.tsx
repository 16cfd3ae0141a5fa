import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';

import type { Repository } from '@mosaic/contracts/gitea';

import { projectsQuery } from '../../features/projects/queries.ts';
import { repositoryQuery } from '../../features/repositories/queries.ts';
import { useSession } from '../../features/session/queries.ts';
import { historyPath } from '../../api/ref-path.ts';
import { AppLink, Forward, pathTo, useGo } from '../app-link.tsx';
import { Loaded } from '../loaded.tsx';
import { ObjectPage, type ObjectPageProps } from '../object-page.tsx';
import { RepositoryIcon } from '../../theme/icons.ts';
import { ForkButton } from './fork-button.tsx';
import { offerOf } from './offer-of.ts';
import { parentOf } from './parent-of.ts';

type Tab = 'code' | 'commits' | 'branches' | 'tags' | 'releases' | 'pulls' | 'issues' | 'pipelines' | 'settings';

interface RepositoryFrameProps extends Pick<ObjectPageProps, 'actions' | 'chain' | 'rail' | 'wide'> {
  owner: string;
  repo: string;
  tab: Tab;
  children: (repository: Repository) => ReactNode;
}

/** Header and tabs that every page of a repository has. */
export function RepositoryFrame({ owner, repo, tab, children, actions, ...rest }: RepositoryFrameProps) {
  const repository = useQuery(repositoryQuery(owner, repo));
  const go = useGo();
  const base = pathTo(owner, repo);
  const project = useQuery(projectsQuery).data?.find((row) => row.repository === `${owner}/${repo}`);
  const open = (value: string): void => {
    const paths: Record<string, string> = {
      code: base,
      commits: historyPath(owner, repo, { kind: 'branch', ref: repository.data?.default_branch ?? 'main', path: '' }),
      branches: `${base}/branches`,
      tags: `${base}/tags`,
      releases: `${base}/releases`,
      pulls: `${base}/pulls`,
      issues: `${base}/issues`,
      pipelines: `${base}/pipelines`,
      settings: `${base}/settings`,
    };
    go(paths[value] ?? base);
  };
  return (
    <Loaded query={repository} isPage rows={12}>
      {(found) =>
        isElsewhere(found, owner, repo) ? (
          <Forward href={presentAddress(found)} />
        ) : (
          <ObjectPage
            title={found.name}
            icon={RepositoryIcon}
            crumbs={[
              ...(project === undefined ? [] : [{ label: `Project ${project.name}`, href: pathTo('-', 'projects', project.name) }]),
              { label: owner, href: pathTo(owner) },
            ]}
            status={
              <>
                <span>{found.private ? 'private' : 'public'}</span>
                {found.fork && <ForkedFrom repository={found} />}
                {found.description !== '' && <span>{found.description}</span>}
              </>
            }
            tabs={{
              value: tab,
              onChange: open,
              list: [
                { value: 'code', label: 'Code' },
                { value: 'commits', label: 'Commits' },
                { value: 'branches', label: 'Branches' },
                { value: 'tags', label: 'Tags' },
                ...(found.has_releases || tab === 'releases'
                  ? [{ value: 'releases', label: 'Releases', count: found.release_counter }]
                  : []),
                // Switched off in its settings, there are none and can be none.
                ...(found.has_pull_requests || tab === 'pulls'
                  ? [{ value: 'pulls', label: 'Pull requests', count: found.open_pr_counter }]
                  : []),
                { value: 'issues', label: 'Issues', count: found.open_issues_count },
                { value: 'pipelines', label: 'Pipelines' },
                ...(found.permissions?.admin === true || tab === 'settings' ? [{ value: 'settings', label: 'Settings' }] : []),
              ],
            }}
            actions={
              <>
                <ForkButton repository={found} />
                {actions}
              </>
            }
            {...rest}
          >
            <Offer repository={found} />
            {children(found)}
          </ObjectPage>
        )
      }
    </Loaded>
  );
}

/** Whether the address is a former one: the forge has answered from where the repository stands now. */
function isElsewhere({ full_name: present }: Repository, owner: string, repo: string): boolean {
  return present.toLowerCase() !== `${owner}/${repo}`.toLowerCase();
}

/** The same page of the repository where it stands now. */
function presentAddress({ owner, name }: Repository): string {
  const [, , , ...rest] = window.location.pathname.split('/');
  return [pathTo(owner.login, name), ...rest].join('/') + window.location.search + window.location.hash;
}

const OfferNote = lazy(async () => ({ default: (await import('./offer-note.tsx')).OfferNote }));

function Offer({ repository }: { repository: Repository }) {
  const { login } = useSession().principal;
  const offer = offerOf(repository);
  if (offer === null || offer.recipient !== login) return null;
  return (
    <Suspense>
      <OfferNote repository={repository} doer={offer.doer} />
    </Suspense>
  );
}

function ForkedFrom({ repository }: { repository: Repository }) {
  const parent = parentOf(repository);
  if (parent === null) return <span>forked from a repository that you may not see</span>;
  return (
    <span>
      forked from{' '}
      <AppLink className="text-link" href={pathTo(parent.owner.login, parent.name)}>
        {parent.full_name}
      </AppLink>
    </span>
  );
}

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { Release, Repository } from '@mosaic/contracts/gitea';

import { AppLink, pathTo } from '../../parts/app-link.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RepositoryFrame } from '../../parts/repository/repository-frame.tsx';
import { Pager, usePage } from '../../parts/table/pager.tsx';
import { repositoryQuery } from '../repositories/queries.ts';
import css from './list-page.module.css';
import { releasePath } from './parts/release-paths.ts';
import { ReleaseFacts, ReleaseState, ReleaseText } from './parts/release-view.tsx';
import { RELEASES_SHOWN, releasesQuery } from './queries.ts';

/** What is told of the tags of a repository, the newest first. */
export function ReleasesPage({ owner, repo }: { owner: string; repo: string }) {
  const [page, setPage] = usePage();
  const releases = useQuery(releasesQuery(owner, repo, page));
  const base = pathTo(owner, repo, 'releases');
  return (
    <RepositoryFrame owner={owner} repo={repo} tab="releases" actions={<NewButton owner={owner} repo={repo} />}>
      {(repository) => (
        <Loaded query={releases} rows={12}>
          {({ items, total }) => (
            <>
              {items.length === 0 && (
                <Panel>
                  <NothingYet title="No releases yet">
                    {mayWrite(repository) ? (
                      <>
                        A release gives a tag its notes and files.{' '}
                        <AppLink className="text-link" href={`${base}/new`}>
                          Draft the first one
                        </AppLink>
                        .
                      </>
                    ) : (
                      'A release gives a tag its notes and files.'
                    )}
                  </NothingYet>
                </Panel>
              )}
              {items.map((release) => (
                <Entry key={release.id} repository={repository} release={release} isLatest={page === 1 && release === latestOf(items)} />
              ))}
              <Pager page={page} onPage={setPage} total={total} size={RELEASES_SHOWN} />
            </>
          )}
        </Loaded>
      )}
    </RepositoryFrame>
  );
}

function latestOf(releases: readonly Release[]): Release | undefined {
  return releases.find(({ draft, prerelease }) => !draft && !prerelease);
}

function mayWrite({ permissions, archived }: Repository): boolean {
  return permissions?.push === true && !archived;
}

function NewButton({ owner, repo }: { owner: string; repo: string }) {
  const repository = useQuery(repositoryQuery(owner, repo)).data;
  return repository === undefined || !mayWrite(repository) ? null : (
    <Button component={AppLink} className="button-link" href={`${pathTo(owner, repo, 'releases')}/new`}>
      Draft a release
    </Button>
  );
}

function Entry({ repository, release, isLatest }: { repository: Repository; release: Release; isLatest: boolean }) {
  const title = release.name === '' ? release.tag_name : release.name;
  return (
    <section aria-label={title}>
      <div className={css['head']}>
        <h2 className={css['title']}>
          <AppLink className="plain-link" href={releasePath(repository.owner.login, repository.name, release.tag_name)}>
            {title}
          </AppLink>
        </h2>
        <ReleaseState release={release} isLatest={isLatest} />
        <ReleaseFacts repository={repository} release={release} />
      </div>
      <Panel>
        <ReleaseText repository={repository} release={release} />
      </Panel>
    </section>
  );
}

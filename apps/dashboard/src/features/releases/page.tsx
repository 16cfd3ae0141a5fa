import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { repoDeleteRelease, type Release, type Repository } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { AppLink, pathTo, useGo } from '../../parts/app-link.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { TagIcon } from '../../theme/icons.ts';
import { repositoryQuery } from '../repositories/queries.ts';
import { editReleasePath, releaseCrumbs } from './parts/release-paths.ts';
import { ReleaseFacts, ReleaseState, ReleaseText } from './parts/release-view.tsx';
import { releaseQuery } from './queries.ts';

/** One release: its notes and its files. */
export function ReleasePage({ owner, repo, _splat }: { owner: string; repo: string; _splat: string }) {
  const repository = useQuery(repositoryQuery(owner, repo));
  const release = useQuery(releaseQuery(owner, repo, _splat));
  return (
    <Loaded query={release} isPage rows={10}>
      {(found) => (
        <Loaded query={repository} isPage rows={10}>
          {(home) => <ReleaseView repository={home} release={found} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function ReleaseView({ repository, release }: { repository: Repository; release: Release }) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const mayWrite = repository.permissions?.push === true && !repository.archived;
  return (
    <ObjectPage
      title={release.name === '' ? release.tag_name : release.name}
      icon={TagIcon}
      crumbs={releaseCrumbs(owner, repo)}
      status={
        <>
          <ReleaseState release={release} />
          <ReleaseFacts repository={repository} release={release} />
        </>
      }
      actions={
        mayWrite && (
          <>
            <DeleteButton owner={owner} repo={repo} release={release} />
            <Button component={AppLink} className="button-link" href={editReleasePath(owner, repo, release.tag_name)}>
              Edit release
            </Button>
          </>
        )
      }
    >
      <Panel>
        <ReleaseText repository={repository} release={release} />
      </Panel>
    </ObjectPage>
  );
}

function DeleteButton({ owner, repo, release }: { owner: string; repo: string; release: Release }) {
  const [opened, setOpened] = useState(false);
  const happened = useHappened();
  const go = useGo();
  const removal = useMutation({
    mutationFn: () => forge.call(repoDeleteRelease, { owner, repo, id: release.id }),
    onSuccess: () => {
      go(pathTo(owner, repo, 'releases'));
      void happened('dev.mosaic.release.deleted', { repository: `${owner}/${repo}` });
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        Delete release
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={`Delete the release ${release.tag_name}?`}
        keep="Keep release"
        act="Delete release"
        onAct={() => removal.mutate()}
        isPending={removal.isPending}
        problem={{ title: 'The release was not deleted', error: removal.error }}
      >
        Its notes and its {release.assets.length === 1 ? 'file' : `${release.assets.length} files`} are gone for ever. The tag{' '}
        {release.tag_name} stays where it is.
      </ConfirmDialog>
    </>
  );
}

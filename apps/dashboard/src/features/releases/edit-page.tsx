import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { repoEditRelease, type Release } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { AppLink, useGo } from '../../parts/app-link.tsx';
import { useWriteForm } from '../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../parts/form/write-form.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage, Section } from '../../parts/object-page.tsx';
import { TagIcon } from '../../theme/icons.ts';
import { ReleaseFields } from './parts/release-fields.tsx';
import { ReleaseFiles } from './parts/release-files.tsx';
import { releaseCrumbs, releasePath } from './parts/release-paths.ts';
import { ReleaseState } from './parts/release-view.tsx';
import { releaseQuery } from './queries.ts';

/** Changes a release and its files. */
export function EditReleasePage({ owner, repo, _splat }: { owner: string; repo: string; _splat: string }) {
  const release = useQuery(releaseQuery(owner, repo, _splat));
  return (
    <Loaded query={release} isPage rows={10}>
      {(found) => <EditRelease key={found.id} owner={owner} repo={repo} release={found} />}
    </Loaded>
  );
}

function EditRelease({ owner, repo, release }: { owner: string; repo: string; release: Release }) {
  const happened = useHappened();
  const go = useGo();
  const { tag_name, target_commitish, name, body, draft, prerelease } = release;
  const form = useWriteForm({
    initialValues: { tag_name, target_commitish, name, body, draft, prerelease },
    schema: repoEditRelease.body,
    toBody: (fields) => fields,
    write: (changed) => forge.call(repoEditRelease, { owner, repo, id: release.id, body: changed }),
    onDone: (changed) => {
      void happened('dev.mosaic.release.updated', { repository: `${owner}/${repo}` });
      go(releasePath(owner, repo, changed.tag_name));
    },
  });
  const act = form.values.draft ? 'Save draft' : draft ? 'Publish release' : 'Save release';
  return (
    <ObjectPage
      title={`Edit ${name === '' ? tag_name : name}`}
      icon={TagIcon}
      crumbs={releaseCrumbs(owner, repo)}
      status={<ReleaseState release={release} />}
    >
      <Section title="Files">
        <ReleaseFiles owner={owner} repo={repo} release={release} />
      </Section>
      <WriteFormFrame
        form={form}
        act={act}
        refused="The release was not saved"
        aside={
          <Button component={AppLink} className="button-link" variant="default" href={releasePath(owner, repo, tag_name)}>
            Leave as it is
          </Button>
        }
      >
        <ReleaseFields repository={`${owner}/${repo}`} form={form} />
      </WriteFormFrame>
    </ObjectPage>
  );
}

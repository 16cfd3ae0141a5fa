import { repoCreateRelease } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { useGo, useSearchParam } from '../../parts/app-link.tsx';
import { useWriteForm } from '../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../parts/form/write-form.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { TagIcon } from '../../theme/icons.ts';
import { ReleaseFields } from './parts/release-fields.tsx';
import { editReleasePath, releaseCrumbs, releasePath } from './parts/release-paths.ts';

/** Publishes or drafts a release. */
export function NewReleasePage({ owner, repo }: { owner: string; repo: string }) {
  const happened = useHappened();
  const go = useGo();
  const [tag] = useSearchParam('tag', '');
  const form = useWriteForm({
    initialValues: { tag_name: tag, target_commitish: '', name: '', body: '', draft: true, prerelease: false },
    schema: repoCreateRelease.body,
    toBody: (fields) => fields,
    write: (body) => forge.call(repoCreateRelease, { owner, repo, body }),
    onDone: ({ tag_name, draft }) => {
      void happened('dev.mosaic.release.published', { repository: `${owner}/${repo}` });
      go((draft ? editReleasePath : releasePath)(owner, repo, tag_name));
    },
  });
  return (
    <ObjectPage title="Draft a release" icon={TagIcon} crumbs={releaseCrumbs(owner, repo)}>
      <WriteFormFrame
        form={form}
        act={form.values.draft ? 'Save draft' : 'Publish release'}
        refused="The release was not saved"
        aside={form.values.draft && <span className="meta">Files are added to the draft, before it is published.</span>}
      >
        <ReleaseFields repository={`${owner}/${repo}`} form={form} />
      </WriteFormFrame>
    </ObjectPage>
  );
}

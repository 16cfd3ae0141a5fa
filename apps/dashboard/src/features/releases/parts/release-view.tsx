import { Badge } from '@mantine/core';
import { IconFileZip, IconPaperclip } from '@tabler/icons-react';

import type { Release, Repository } from '@mosaic/contracts/gitea';

import { sourcePath } from '../../../api/ref-path.ts';
import { ActorAvatar } from '../../../parts/actor-avatar.tsx';
import { AppLink } from '../../../parts/app-link.tsx';
import { NothingYet } from '../../../parts/empty.tsx';
import { Markdown } from '../../../parts/markdown/markdown.tsx';
import { Row, RowEnd, Rows } from '../../../parts/rows.tsx';
import { RelativeTime } from '../../../parts/time/relative-time.tsx';
import { ICON, TagIcon } from '../../../theme/icons.ts';
import { fileSize } from './file-size.ts';
import css from './release-view.module.css';

/** What a release is to its readers; nothing for one like the others. */
export function ReleaseState({ release: { draft, prerelease }, isLatest = false }: { release: Release; isLatest?: boolean }) {
  if (draft)
    return (
      <Badge variant="outline" tt="none" color="idle">
        Draft
      </Badge>
    );
  if (prerelease)
    return (
      <Badge variant="outline" tt="none" color="run">
        Pre-release
      </Badge>
    );
  return isLatest ? (
    <Badge variant="outline" tt="none" color="ok">
      Latest
    </Badge>
  ) : null;
}

/** The tag, who published it and when. */
export function ReleaseFacts({ repository, release }: { repository: Repository; release: Release }) {
  const at = { kind: 'tag', ref: release.tag_name, path: '' } as const;
  return (
    <div className={`meta ${css['facts']}`}>
      <TagIcon {...ICON} aria-hidden />
      {release.draft ? (
        <span className="mono">{release.tag_name}</span>
      ) : (
        <AppLink className="text-link mono" href={sourcePath(repository.owner.login, repository.name, at)}>
          {release.tag_name}
        </AppLink>
      )}
      <ActorAvatar login={release.author.login} />
      <RelativeTime time={release.created_at} />
    </div>
  );
}

/** Notes and files of a release. */
export function ReleaseText({ repository, release }: { repository: Repository; release: Release }) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const base = { owner, repo, kind: 'tag', ref: release.tag_name, commit: '', folder: '', isFile: false } as const;
  return (
    <>
      {release.draft && release.body.trim() === '' && release.assets.length === 0 && <NothingYet title="No notes and no files yet" />}
      {release.body.trim() !== '' && (
        <div className={css['notes']}>
          <Markdown source={release.body} base={base} />
        </div>
      )}
      {(!release.draft || release.assets.length > 0) && (
        <Rows>
          {release.assets.map((asset) => (
            <Row key={asset.id}>
              <IconPaperclip {...ICON} aria-hidden />
              <a className="text-link truncate" href={localAddress(asset.browser_download_url)} download={asset.name}>
                {asset.name}
              </a>
              <RowEnd>
                <span className="figures">
                  {fileSize(asset.size)} · {asset.download_count.toLocaleString('en')}{' '}
                  {asset.download_count === 1 ? 'download' : 'downloads'}
                </span>
              </RowEnd>
            </Row>
          ))}
          {!release.draft &&
            [
              ['Source code (zip)', release.zipball_url],
              ['Source code (tar.gz)', release.tarball_url],
            ].map(([words, address = '']) => (
              <Row key={words}>
                <IconFileZip {...ICON} aria-hidden />
                <a className="text-link" href={localAddress(address)} download>
                  {words}
                </a>
              </Row>
            ))}
        </Rows>
      )}
    </>
  );
}

/** The same host by whatever name the reader has it. */
function localAddress(address: string): string {
  return URL.canParse(address) ? new URL(address).pathname : address;
}

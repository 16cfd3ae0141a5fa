import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { PullRequest, Repository } from '@mosaic/contracts/gitea';

import { NothingYet } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { FileReview } from './parts/file-review.tsx';
import { filesOfDiff, filesOfList } from './parts/pull-file.ts';
import { PullFrame, type PullPlace } from './parts/pull-frame.tsx';
import { pullChangesQuery } from './change-queries.ts';
import { rangeOf } from './queries.ts';

/** What a pull request changes, file by file. */
export function PullFilesPage(place: PullPlace) {
  return (
    <PullFrame {...place} tab="files">
      {(pull, repository) => <Changes {...place} pull={pull} repository={repository} />}
    </PullFrame>
  );
}

function Changes({ owner, repo, pull, repository }: PullPlace & { pull: PullRequest; repository: Repository }) {
  const changes = useQuery(pullChangesQuery(owner, repo, rangeOf(pull)));
  const { data } = changes;
  const files = useMemo(
    () => (data === undefined ? undefined : data.listed === null ? filesOfDiff(data.text, pull.head.sha) : filesOfList(data.listed)),
    [data, pull.head.sha],
  );
  return (
    <Loaded query={{ ...changes, data: files }} rows={12}>
      {(found) =>
        found.length === 0 ? (
          <NothingYet title="Nothing changes">{`${pull.base.ref} has all of ${pull.head.label} already.`}</NothingYet>
        ) : (
          <FileReview
            owner={owner}
            repo={repo}
            pull={pull}
            repository={repository}
            files={found}
            isCut={data?.listed?.truncated === true}
          />
        )
      }
    </Loaded>
  );
}

import { useQuery } from '@tanstack/react-query';

import type { Repository } from '@mosaic/contracts/gitea';

import { askedRef } from '../../api/ref-path.ts';
import { branchesQuery, refQuery, tagsQuery } from '../../features/refs/queries.ts';
import { repositoryQuery } from '../../features/repositories/queries.ts';
import { NothingYet } from '../empty.tsx';
import { Loaded } from '../loaded.tsx';
import { CloneAddress } from './clone-address.tsx';
import { RefSwitch } from './ref-switch.tsx';
import { SourceTools } from './source-tools.tsx';

/** The ref that an address names; the default branch where it names none. */
export function useResolvedRef(owner: string, repo: string, splat: string) {
  const branch = useQuery(repositoryQuery(owner, repo)).data?.default_branch;
  return useQuery({ ...refQuery(owner, repo, splat, branch ?? ''), enabled: branch !== undefined });
}

/** The refs themselves say whether anything was pushed: there may be tags only, or branches of which none is the default one. */
export function NoSuchRef({ repository, splat }: { repository: Repository; splat: string }) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const branches = useQuery(branchesQuery(owner, repo, { q: '', page: 1 }));
  const tags = useQuery(tagsQuery(owner, repo, { q: '', page: 1 }));
  return (
    <Loaded query={branches} rows={3}>
      {({ total: branchCount }) => (
        <Loaded query={tags} rows={3}>
          {({ total: tagCount }) =>
            branchCount + tagCount === 0 ? (
              <EmptyRepository repository={repository} />
            ) : (
              <>
                <SourceTools>
                  <RefSwitch owner={owner} repo={repo} at={{ kind: 'branch', ref: repository.default_branch, path: '' }} />
                  <CloneAddress url={repository.clone_url} />
                </SourceTools>
                <div className="panel">
                  <NothingYet
                    title={
                      splat === '' ? `The default branch "${repository.default_branch}" does not exist` : `There is no ${askedRef(splat)}`
                    }
                    {...(splat === '' ? { command: `git push ${repository.clone_url} HEAD:${repository.default_branch}` } : {})}
                  >
                    {`This repository has ${count(branchCount, 'branch', 'branches')} and ${count(tagCount, 'tag', 'tags')}; choose one above.`}
                  </NothingYet>
                </div>
              </>
            )
          }
        </Loaded>
      )}
    </Loaded>
  );
}

const count = (number: number, one: string, many: string): string =>
  number === 0 ? `no ${many}` : `${number} ${number === 1 ? one : many}`;

function EmptyRepository({ repository }: { repository: Repository }) {
  return (
    <div className="panel">
      <NothingYet title="Nothing has been pushed yet" command={`git push ${repository.clone_url} HEAD:${repository.default_branch}`}>
        The first push brings its files here.
      </NothingYet>
    </div>
  );
}

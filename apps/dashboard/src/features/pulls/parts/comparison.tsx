import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { PullRequest, repoCompareDiff } from '@mosaic/contracts/gitea';
import { bytesOfText } from '@mosaic/contracts/wire';
import type { z } from 'zod';

import { PAGE_SIZE } from '../../../api/paging.ts';
import { AppLink, pathTo } from '../../../parts/app-link.tsx';
import { DiffView } from '../../../parts/diff/diff-view.tsx';
import { parseDiff } from '../../../parts/diff/diff.ts';
import { NothingYet } from '../../../parts/empty.tsx';
import { CommitTable } from '../../../parts/lists/commit-table.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Section } from '../../../parts/object-page.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { betweenQuery } from '../../../parts/repository/between-query.ts';
import type { BranchPair } from '../keys.ts';
import { refQuery } from '../../refs/queries.ts';
import { comparedQuery } from './compared-query.ts';
import { Forecast } from './forecast.tsx';
import type { HeadChoice } from './head-of-address.ts';
import { NewPullForm } from './new-pull-form.tsx';

interface ComparisonProps {
  owner: string;
  repo: string;
  pair: BranchPair;
  /** Where the pair's head is. */
  head: HeadChoice;
}

/** What one branch would bring to the other, and the form that proposes it; in words where that cannot be. */
export function Comparison({ owner, repo, pair, head }: ComparisonProps) {
  const [headOwner = '', headRepo = ''] = head.repository.split('/');
  const tip = useQuery(refQuery(headOwner, headRepo, `branch/${head.branch}`, ''));
  const at = { ...pair, headId: tip.data?.sha ?? '' };
  const compared = useQuery({ ...comparedQuery(owner, repo, at), enabled: !tip.isPending });
  const between = useQuery(betweenQuery(owner, repo, pair));
  return (
    <Loaded query={compared} rows={10}>
      {(found) => {
        if (found === null)
          return <NothingYet title="There is no such branch">{`Either ${pair.base} or ${pair.head} does not exist.`}</NothingYet>;
        if (found.total_commits === 0)
          return <NothingYet title="Nothing to merge">{`${pair.base} has all that ${pair.head} has.`}</NothingYet>;
        return (
          <>
            <Forecast owner={owner} repo={repo} pair={at} />
            {between.data?.state === 'open' ? (
              <Panel>
                <Known owner={owner} repo={repo} pull={between.data} />
              </Panel>
            ) : (
              <NewPullForm owner={owner} repo={repo} pair={pair} commits={found.commits} />
            )}
            <WhatItBrings owner={owner} repo={repo} compare={found} />
          </>
        );
      }}
    </Loaded>
  );
}

function Known({ owner, repo, pull: { number, title } }: { owner: string; repo: string; pull: PullRequest }) {
  return (
    <NothingYet
      title="There is a pull request already"
      action={
        <Button component={AppLink} className="button-link" variant="default" href={pathTo(owner, repo, 'pulls', number)}>
          {`#${number} ${title}`}
        </Button>
      }
    >
      What is pushed to the branch joins it.
    </NothingYet>
  );
}

function WhatItBrings({
  owner,
  repo,
  compare: { commits, total_commits, diff, diff_truncated },
}: {
  owner: string;
  repo: string;
  compare: z.infer<(typeof repoCompareDiff)['answer']>;
}) {
  const files = useMemo(() => parseDiff(bytesOfText(diff)), [diff]);
  const shown = commits.slice(0, PAGE_SIZE);
  return (
    <>
      <Section title={total_commits === 1 ? '1 commit' : `${total_commits} commits`}>
        <CommitTable owner={owner} repo={repo} label="Commits that it brings" commits={shown} />
        {shown.length < total_commits && <p className="prose-box muted">{`The first ${shown.length} are shown.`}</p>}
      </Section>
      <Section
        title={`${files.length}${diff_truncated ? ' and more' : ''} changed ${files.length === 1 && !diff_truncated ? 'file' : 'files'}`}
        bare
      >
        <DiffView files={files} />
      </Section>
    </>
  );
}

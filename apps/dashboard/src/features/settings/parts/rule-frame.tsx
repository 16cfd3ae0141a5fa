import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { Repository } from '@mosaic/contracts/gitea';

import { MissingError } from '../../../api/failure.ts';
import { FailureView, Loaded } from '../../../parts/loaded.tsx';
import { RepositoryFrame } from '../../../parts/repository/repository-frame.tsx';

interface RuleFrameProps<R> {
  owner: string;
  repo: string;
  rules: UseQueryResult<R[]>;
  /** Which of them the address names; null for a new one. */
  isNamed: ((rule: R) => boolean) | null;
  /** The named one, in the words of who looks for it and finds none. */
  name: string;
  /** Of the form, while it is loaded. */
  rows: number;
  children: (repository: Repository, rule: R | undefined) => ReactNode;
}

/** The page of one rule, or of a new one. */
export function RuleFrame<R>({ owner, repo, rules, isNamed, name, rows, children }: RuleFrameProps<R>) {
  return (
    <RepositoryFrame owner={owner} repo={repo} tab="settings">
      {(repository) =>
        isNamed === null ? (
          children(repository, undefined)
        ) : (
          <Loaded query={rules} rows={rows}>
            {(found) => {
              const rule = found.find(isNamed);
              return rule === undefined ? (
                <FailureView error={new MissingError(name)} onRetry={rules.refetch} />
              ) : (
                children(repository, rule)
              );
            }}
          </Loaded>
        )
      }
    </RepositoryFrame>
  );
}

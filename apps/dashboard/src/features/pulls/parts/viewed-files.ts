import { useLocalStorage } from '@mantine/hooks';
import { useCallback } from 'react';

import { useSession } from '../../session/queries.ts';
import type { PullFile } from './pull-file.ts';

/** Path → the version of the file that somebody has seen, by pull request; the one marked last stands last. */
export type ViewedFiles = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Pull requests that are remembered: browsers keep some 5 MB, and a path takes some hundred bytes. */
export const REMEMBERED = 40;

/** Marks one version of a file as seen, or takes the mark away; the pull requests marked longest ago are forgotten. */
export function markViewed(
  all: ViewedFiles,
  pull: string,
  { file, isViewed }: { file: Pick<PullFile, 'path' | 'version'>; isViewed: boolean },
): ViewedFiles {
  const { [pull]: own = {}, ...others } = all;
  const { [file.path]: _former, ...rest } = own;
  const marks = isViewed ? { ...rest, [file.path]: file.version } : rest;
  return Object.fromEntries([...Object.entries(others), [pull, marks] as const].slice(-REMEMBERED));
}

interface Viewed {
  has: (file: PullFile) => boolean;
  mark: (file: PullFile, isViewed: boolean) => void;
}

/** What this person has marked as seen in this browser; a file that has changed since is not seen any more. */
export function useViewedFiles(pull: string): Viewed {
  const { login } = useSession().principal;
  const [all, setAll] = useLocalStorage<ViewedFiles>({
    key: `mosaic-viewed-${login}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const own = all[pull] ?? {};
  const mark = useCallback<Viewed['mark']>((file, isViewed) => setAll((now) => markViewed(now, pull, { file, isViewed })), [setAll, pull]);
  return {
    has: ({ path, version }) => Object.hasOwn(own, path) && own[path] === version,
    mark,
  };
}

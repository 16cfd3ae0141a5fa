import { useQuery } from '@tanstack/react-query';

import type { MarkdownBase } from '../render/markdown-links.ts';
import { repositoryQuery } from '../../features/repositories/queries.ts';

/** Where an issue, comment, task or notification of "owner/name" stands: at the root of its repository's default branch. */
export function useTextBase(repository: string): MarkdownBase | null {
  const [owner = '', repo = ''] = repository.split('/');
  const known = useQuery({ ...repositoryQuery(owner, repo), enabled: owner !== '' && repo !== '' }).data;
  if (owner === '' || repo === '') return null;
  return { owner, repo, kind: 'branch', ref: known?.default_branch ?? 'main', commit: '', folder: '', isFile: false };
}

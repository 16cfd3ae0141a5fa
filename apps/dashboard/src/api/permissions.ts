import { useQuery } from '@tanstack/react-query';

import { repositoryQuery } from './queries.ts';

/** Whether the reader may push to "owner/name"; the forge alone knows. False until it has answered. */
export function useMayPush(repository: string): boolean {
  const [owner = '', repo = ''] = repository.split('/');
  return useQuery(repositoryQuery(owner, repo)).data?.permissions?.push === true;
}

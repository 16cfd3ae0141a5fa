import { queryOptions } from '@tanstack/react-query';

import { forge } from '../../../api/clients.ts';
import { orMissing } from '../../../api/failure.ts';
import { repositoryKeys } from '../keys.ts';

export const rawFileQuery = (owner: string, repo: string, at: { path: string; ref: string }) =>
  queryOptions({
    queryKey: repositoryKeys.file(`${owner}/${repo}`, at),
    queryFn: async () => orMissing(await forge.fileText({ owner, repo, filepath: at.path, query: { ref: at.ref } }), at.path),
  });

import { queryOptions } from '@tanstack/react-query';

import { pagesOf, type Project, tonyProjectGet, tonyProjectList } from '@mosaic/contracts/mosaic';

import { callMcp } from '../../api/clients.ts';
import { projectKeys } from './keys.ts';

/** All projects that the reader may see. */
export const projectsQuery = queryOptions({
  queryKey: projectKeys.list(),
  queryFn: async ({ signal }) => {
    const all: Project[] = [];
    for await (const { projects } of pagesOf((cursor) => callMcp(tonyProjectList, { cursor }, signal))) all.push(...projects);
    return all;
  },
});

export const projectQuery = (project: string) =>
  queryOptions({
    queryKey: projectKeys.one(project),
    queryFn: async ({ signal }) => (await callMcp(tonyProjectGet, { project }, signal)).project,
  });

import { queryOptions } from '@tanstack/react-query';

import { taskGet, taskList } from '@mosaic/contracts/mosaic';

import { callMcp } from '../../api/clients.ts';
import { listQuery } from '../../api/list-query.ts';
import { MOVING_MS } from '../../api/moving.ts';
import { type TaskFilter, taskKeys } from './keys.ts';

export const tasksQuery = (filter: TaskFilter = {}) => listQuery(taskList, taskKeys.list(filter), filter);

/** By the id in its project, as addresses have it, or by its key. */
export const taskQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: taskKeys.one(project, id),
    queryFn: async ({ signal }) => (await callMcp(taskGet, id.startsWith('T.') ? { project, id } : { key: id }, signal)).task,
    refetchInterval: ({ state }) => (state.data?.state === 'ready' || state.data?.state === 'in_progress' ? MOVING_MS : false),
  });

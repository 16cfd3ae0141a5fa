import type { Operation } from '@mosaic/platform/http';

import type { CiContext } from '../../../context.ts';
import { editAgent } from './edit.ts';
import { getAgent } from './get.ts';
import { listAgents } from './list.ts';
import { listAgentTasks } from './list-tasks.ts';

/** Woodpecker's operations with the tag "Agents". */
export const AGENTS_OPERATIONS: readonly Operation<CiContext>[] = [listAgents, getAgent, editAgent, listAgentTasks];

import { expect } from 'vitest';

import { getAgent, getAgents, getAgentTasks, patchAgent } from '@mosaic/contracts/woodpecker';

import { requirement } from './suite.ts';
import type { WoodpeckerTarget } from './target.ts';

const NOBODY = 999_999_999;
const idsOf = (things: readonly { id: number }[]) => things.map(({ id }) => id);
/** A target has two. */
const agentsOf = async ({ root }: WoodpeckerTarget) => root.call(getAgents, {});

requirement('woodpecker.agents.list.pages', async (target) => {
  const all = await agentsOf(target);
  expect(all.length).toBeGreaterThanOrEqual(2);
  expect(all[0]).toMatchObject({ backend: 'dummy', no_schedule: false, custom_labels: {} });
  const page = async (number: number, perPage: number) => idsOf(await target.root.call(getAgents, { query: { page: number, perPage } }));
  expect([...(await page(1, 1)), ...(await page(2, 1))]).toEqual(idsOf(all).slice(0, 2));
  expect(await page(1, 2)).toEqual(idsOf(all).slice(0, 2));
});

requirement('woodpecker.agents.get.200', async (target) => {
  for (const { id, name, backend } of await agentsOf(target))
    expect(await target.root.call(getAgent, { agent_id: id })).toMatchObject({ id, name, backend });
});

requirement('woodpecker.agents.get.404', async ({ root }) => {
  expect(await root.refusal(getAgent, { agent_id: NOBODY })).toBe(404);
});

requirement('woodpecker.agents.tasks.200', async (target) => {
  const { id, start, settled } = await target.home();
  const number = await start({ SLEEP: '3s' });
  const [workflow] = (await settled(number, ['running'])).workflows;
  for (const agent of await agentsOf(target)) {
    const tasks = await target.root.call(getAgentTasks, { agent_id: agent.id });
    const own = tasks.filter(({ repo_id }) => repo_id === id);
    expect(own.map((task) => [task.id, task.agent_id])).toEqual(agent.id === workflow?.agent_id ? [[String(workflow.id), agent.id]] : []);
  }
  await settled(number);
});

requirement('woodpecker.agents.tasks.404', async ({ root }) => {
  expect(await root.refusal(getAgentTasks, { agent_id: NOBODY })).toBe(404);
});

requirement('woodpecker.agents.edit.200', async (target) => {
  for (const agent of await agentsOf(target)) {
    for (const change of [
      { name: 'renamed', no_schedule: false },
      { name: 'paused', no_schedule: true },
      { name: agent.name, no_schedule: false },
    ]) {
      expect(await target.root.call(patchAgent, { agent_id: agent.id, body: change })).toMatchObject({ id: agent.id, ...change });
      expect(await target.root.call(getAgent, { agent_id: agent.id })).toMatchObject(change);
    }
  }
});

requirement('woodpecker.agents.edit.404', async ({ root }) => {
  expect(await root.refusal(patchAgent, { agent_id: NOBODY, body: { name: 'nobody' } })).toBe(404);
});

requirement('woodpecker.agents.pause.waits', async (target) => {
  const agents = await agentsOf(target);
  const pause = async (no_schedule: boolean) => {
    for (const { id, name } of agents) await target.root.call(patchAgent, { agent_id: id, body: { name, no_schedule } });
  };
  const { start, settled } = await target.home();
  await pause(true);
  const number = await start();
  const waiting = await settled(number, ['pending']).finally(() => pause(false));
  expect(waiting.workflows.map(({ state, agent_id }) => [state, agent_id])).toEqual([['pending', 0]]);
  expect((await settled(number)).status).toBe('success');
});

requirement('woodpecker.agents.403', async ({ ada }) => {
  expect([
    await ada.refusal(getAgents, {}),
    await ada.refusal(getAgent, { agent_id: 1 }),
    await ada.refusal(getAgentTasks, { agent_id: 1 }),
    await ada.refusal(patchAgent, { agent_id: 1, body: { no_schedule: true } }),
  ]).toEqual([403, 403, 403, 403]);
});

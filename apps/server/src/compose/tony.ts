import { BUILT_IN_AGENTS } from '@mosaic/contracts/mosaic';
import type { Service } from '@mosaic/platform/lifecycle';
import { createTony, type BuiltinAgents } from '@mosaic/tony';

import type { House } from './house.ts';

export async function composeTony(house: House): Promise<Service> {
  const tokens = await Promise.all(BUILT_IN_AGENTS.map(async (login) => [login, { token: await house.agentToken(login) }] as const));
  const agents = Object.fromEntries(tokens) as BuiltinAgents;
  const { publicUrl } = house.config;
  return createTony({ ...house.keep('tony'), publicUrl }, { ...house.shared, ...house.neighbours('tony'), agents });
}

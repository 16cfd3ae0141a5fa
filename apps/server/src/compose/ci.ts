import { createCi } from '@mosaic/ci';
import type { Service } from '@mosaic/platform/lifecycle';

import { VERSION } from '../status.ts';
import type { House } from './house.ts';

export async function composeCi(house: House): Promise<Service> {
  const { config } = house;
  return createCi(
    {
      ...house.door('ci'),
      ...house.keep('ci'),
      forgeUrl: house.origin('forge'),
      maxWorkflows: config.maxWorkflows,
      timeoutMinutes: config.pipelineTimeoutMinutes,
      version: VERSION,
      local: {
        workRoot: config.workRoot,
        hiddenPaths: [config.home],
        shownPaths: [...config.stepPaths],
        cachePaths: [...config.stepCachePaths],
        ports: [...config.stepPorts],
        ...(config.stepNetwork === '' ? {} : { network: config.stepNetwork }),
        limits: {
          processes: config.stepProcesses,
          memoryBytes: config.stepMemoryMib * 1024 * 1024,
          cpuWeight: config.stepCpuWeight,
          openFiles: config.stepOpenFiles,
          workspaceBytes: config.stepWorkspaceMib * 1024 * 1024,
        },
      },
    },
    { ...house.shared, ...house.neighbours('ci') },
  );
}

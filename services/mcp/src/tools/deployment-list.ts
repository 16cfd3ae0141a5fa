import { deploymentList } from '@mosaic/contracts/mosaic';

import { presentDeployment, type DeploymentRow } from '../deployments/deployment-reader.ts';
import { AFTER_DEPLOYMENT } from '../list-cursor.ts';
import { visiblePage } from '../visible-rows.ts';
import { readTool } from './tool.ts';

export const deploymentListTool = readTool(deploymentList, async (input, { store, access, caller, cursors }) => {
  const { project, environment, repository, state, cursor, limit } = input;
  const page = await visiblePage<DeploymentRow>({
    limit,
    after: cursor === undefined ? null : { id: AFTER_DEPLOYMENT.read(cursors.open(cursor))[0] },
    next: (previous, chunk) =>
      store.read((db) =>
        db
          .selectFrom('deployments')
          .selectAll()
          .$if(previous !== null, (query) => query.where('id', '<', previous?.id ?? 0))
          .$if(project !== undefined, (query) => query.where('project', '=', project as string))
          .$if(environment !== undefined, (query) => query.where('environment', '=', environment as string))
          .$if(repository !== undefined, (query) => query.where('repository', '=', repository as string))
          .$if(state !== undefined, (query) => query.where('state', '=', state as string))
          .orderBy('id', 'desc')
          .limit(chunk)
          .execute(),
      ),
    isVisible: (row) => access.sees(caller, row),
  });
  return { deployments: page.rows.map(presentDeployment), next: cursors.next(page, ({ id }) => AFTER_DEPLOYMENT.write([Number(id)])) };
});

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { pathTo } from '../../parts/app-link.tsx';
import { ChainStrip } from '../../parts/chain/chain-strip.tsx';
import { DeploymentList } from '../../parts/lists/deployment-list.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { StatusIcon } from '../../parts/status/status-icon.tsx';
import { DeploymentIcon, ICON, LiveIcon } from '../../theme/icons.ts';
import { newestDeploymentQuery } from './queries.ts';

/** A named place where a project runs, with its history. */
export function EnvironmentPage({ project, environment }: { project: string; environment: string }) {
  const live = useQuery(newestDeploymentQuery({ project, environment, state: 'live' })).data ?? undefined;
  return (
    <ObjectPage
      title={environment}
      icon={DeploymentIcon}
      crumbs={[
        { label: 'Projects', href: '/-/projects' },
        { label: project, href: pathTo('-', 'projects', project) },
      ]}
      status={live === undefined ? undefined : <StatusIcon of="deployment" status="live" />}
      actions={
        live === undefined ? undefined : (
          <Button component="a" className="button-link" variant="default" href={live.url} leftSection={<LiveIcon {...ICON} />}>
            Open the site
          </Button>
        )
      }
      chain={live === undefined ? undefined : <ChainStrip id={live.traceId} present="live" />}
    >
      <Panel>
        <DeploymentList
          project={project}
          environment={environment}
          empty={{ title: 'Nothing was deployed here', text: `No deployment of ${project} to ${environment} that you may see.` }}
        />
      </Panel>
    </ObjectPage>
  );
}

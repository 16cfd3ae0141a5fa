import { useQuery } from '@tanstack/react-query';

import { deploymentsQuery, journeysQuery } from '../api/queries.ts';
import { useSearchParam } from '../parts/app-link.tsx';
import { NothingYet } from '../parts/empty.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { ObjectPage } from '../parts/object-page.tsx';
import { DeploymentIcon } from '../theme/icons.ts';
import { DeploymentTable } from './deployment-table.tsx';
import { JourneyList } from './journey-list.tsx';

/** Changes on their way and what is deployed, over all projects. */
export function DeliveryPage() {
  const [tab, setTab] = useSearchParam('tab', 'changes');
  const journeys = useQuery(journeysQuery());
  const deployments = useQuery(deploymentsQuery());
  return (
    <ObjectPage
      title="Delivery"
      icon={DeploymentIcon}
      wide
      tabs={{
        value: tab,
        onChange: setTab,
        list: [
          { value: 'changes', label: 'Changes' },
          { value: 'deployments', label: 'Deployments' },
        ],
      }}
    >
      <div className="panel section-panel">
        {tab === 'changes' ? (
          <Loaded query={journeys} rows={10}>
            {(list) => <JourneyList journeys={list} />}
          </Loaded>
        ) : (
          <Loaded query={deployments} rows={10}>
            {(list) =>
              list.length === 0 ? (
                <NothingYet title="No deployments yet">A green pipeline makes the first.</NothingYet>
              ) : (
                <DeploymentTable rows={list} />
              )
            }
          </Loaded>
        )}
      </div>
    </ObjectPage>
  );
}

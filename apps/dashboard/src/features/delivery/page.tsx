import { useInfiniteQuery } from '@tanstack/react-query';

import { useSearchParam } from '../../parts/app-link.tsx';
import { DeploymentList } from '../../parts/lists/deployment-list.tsx';
import { JourneyList } from '../../parts/lists/journey-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { More } from '../../parts/table/pager.tsx';
import { DeploymentIcon } from '../../theme/icons.ts';
import { journeysQuery } from '../journeys/queries.ts';

/** Changes on their way and what is deployed, over all projects. */
export function DeliveryPage() {
  const [tab, setTab] = useSearchParam('tab', 'changes');
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
      <Panel>
        {tab === 'changes' ? (
          <Changes />
        ) : (
          <DeploymentList empty={{ title: 'No deployments yet', text: 'A green pipeline makes the first.' }} />
        )}
      </Panel>
    </ObjectPage>
  );
}

function Changes() {
  const journeys = useInfiniteQuery(journeysQuery());
  return (
    <Loaded query={journeys} rows={10}>
      {({ pages }) => {
        const list = pages.flatMap((page) => page.journeys);
        return (
          <>
            <JourneyList journeys={list} />
            <More query={journeys} shown={list.length} noun="changes" />
          </>
        );
      }}
    </Loaded>
  );
}

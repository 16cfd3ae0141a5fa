import { useInfiniteQuery } from '@tanstack/react-query';

import { journeysQuery } from '../journeys/queries.ts';
import { useSearchParam } from '../../parts/app-link.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { More } from '../../parts/table/pager.tsx';
import { DeploymentIcon } from '../../theme/icons.ts';
import { DeploymentList } from '../../parts/lists/deployment-list.tsx';
import { JourneyList } from '../../parts/lists/journey-list.tsx';

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
      <div className="panel section-panel">
        {tab === 'changes' ? (
          <Changes />
        ) : (
          <DeploymentList empty={{ title: 'No deployments yet', text: 'A green pipeline makes the first.' }} />
        )}
      </div>
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

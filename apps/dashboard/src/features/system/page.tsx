import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { ParkedEvent, SystemStatus } from '@mosaic/contracts/mosaic';

import { CopyAs } from '../../actions/copy-as.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Section } from '../../parts/object-page.tsx';
import { StatusIcon } from '../../parts/status/status-icon.tsx';
import { SystemFrame } from '../../parts/system-frame.tsx';
import { type Column, DataTable, RowTitle, Wrapped } from '../../parts/table/data-table.tsx';
import { PagedTable } from '../../parts/table/paged-table.tsx';
import { formatDuration } from '../../parts/time/duration.ts';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { systemQuery } from './queries.ts';

const serviceColumns: readonly Column<SystemStatus['services'][number]>[] = [
  { header: 'Service', cell: ({ name }) => <RowTitle>{name}</RowTitle>, width: '20%' },
  { header: 'State', cell: ({ state }) => <StatusIcon of="service" status={state} />, width: '140px', phone: 'first' },
  { header: 'Address', cell: ({ url }) => <span className="mono">{url}</span> },
  { header: 'Reason', cell: ({ reason }) => reason !== undefined && <Wrapped>{reason}</Wrapped>, width: '40%' },
];

const parkedColumns: readonly Column<ParkedEvent>[] = [
  { header: 'Service', cell: ({ service }) => <RowTitle>{service}</RowTitle>, width: '90px' },
  { header: 'Consumer', cell: ({ consumer }) => <span className="mono">{consumer}</span>, width: '16%' },
  {
    header: 'Event',
    cell: ({ seq, type, subject }) => (
      <Wrapped>
        {seq} <span className="mono">{type}</span> {subject}
      </Wrapped>
    ),
    width: '28%',
  },
  {
    header: 'Error',
    cell: ({ error, replay }) => <Wrapped>{replay ? `${error} (is going to be tried again)` : error}</Wrapped>,
  },
  { header: 'Since', cell: ({ parkedAt }) => <RelativeTime time={parkedAt} />, width: '110px', align: 'right', phone: 'first' },
];

/** What consumers could not take and go on without; nothing at all when there is none. */
function Parked({ events }: { events: readonly ParkedEvent[] }) {
  if (events.length === 0) return null;
  return (
    <Section
      title={`${events.length === 1 ? 'One event' : `${events.length} events`} put aside`}
      aside={<CopyAs title="Try again" equivalents={{ command: './mosaic event replay' }} />}
    >
      <Text size="sm" p="sm">
        A service could not take {events.length === 1 ? 'it' : 'them'} and goes on without. Mend the cause; then{' '}
        <span className="mono">mosaic event replay</span> on the machine tries again, all or with --service, --consumer and --seq one of
        them.
      </Text>
      <PagedTable
        label="Events put aside"
        rows={events}
        columns={parkedColumns}
        rowKey={({ service, consumer, seq }) => `${service} ${consumer} ${seq}`}
      />
    </Section>
  );
}

/** How each service is, and what was parked. */
export function HealthPage() {
  return (
    <SystemFrame section="health">
      <Health />
    </SystemFrame>
  );
}

function Health() {
  const system = useQuery(systemQuery);
  return (
    <Loaded query={system} rows={8}>
      {({ services, parked, version, uptimeMs }) => (
        <>
          <Section
            title={`Version ${version}, up ${formatDuration(uptimeMs)}`}
            aside={<CopyAs title="Status" equivalents={{ command: './mosaic status --json' }} />}
          >
            <DataTable label="Services" rows={services} columns={serviceColumns} rowKey={({ name }) => name} />
            {services
              .filter(({ note }) => note !== undefined)
              .map(({ name, note }) => (
                <Text key={name} size="sm" p="sm">
                  <strong>{name}</strong>: {note}
                </Text>
              ))}
          </Section>
          <Parked events={parked} />
        </>
      )}
    </Loaded>
  );
}

import { Button, Group, SegmentedControl } from '@mantine/core';
import { IconArrowLeft, IconCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';

import { type InboxEntry, inboxMark } from '@mosaic/contracts/mosaic';

import { CopyAs } from '../../actions/copy-as.tsx';
import { useActions } from '../../actions/registry.tsx';
import { callMcp, requestId } from '../../api/clients.ts';
import { AppLink, useSearchParam } from '../../parts/app-link.tsx';
import { ChainStrip } from '../../parts/chain/chain-strip.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { Loaded, MutationProblem } from '../../parts/loaded.tsx';
import { Markdown } from '../../parts/markdown/markdown.tsx';
import { useTextBase } from '../../parts/markdown/text-base.ts';
import { ObjectPage } from '../../parts/object-page.tsx';
import { StatusIcon } from '../../parts/status/status-icon.tsx';
import { More, type MoreProps } from '../../parts/table/pager.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { ICON, InboxIcon } from '../../theme/icons.ts';
import { inboxListQuery, inboxQuery, unreadQuery } from './queries.ts';
import css from './page.module.css';

/** Notifications: the list on the left, what they are about on the right; `e` marks as done. */
export function InboxPage() {
  const [show, setShow] = useSearchParam('show', 'unread');
  const inbox = useInfiniteQuery(inboxListQuery(show === 'unread'));
  const [chosen, setChosen] = useSearchParam('entry', '');
  const mark = useMark();
  const all = inbox.data?.pages.flatMap((page) => page.entries) ?? [];
  const entries = show === 'unread' ? all.filter(({ readAt, id }) => readAt === null || String(id) === chosen) : all;
  const entry = entries.find(({ id }) => String(id) === chosen);
  const at = entries.findIndex(({ id }) => String(id) === chosen);
  const choose = (index: number): void => {
    const next = entries[Math.min(entries.length - 1, Math.max(0, index))];
    if (next !== undefined) setChosen(String(next.id));
  };
  const done = (): void => {
    if (entry === undefined) return;
    mark.mutate({ entry, read: entry.readAt === null });
    if (entry.readAt === null && entries.length > 1) choose(at === entries.length - 1 ? at - 1 : at + 1);
  };
  useActions([
    { id: 'inbox-next', title: 'Next entry', group: 'On this page', keys: ['j'], run: () => choose(at + 1) },
    { id: 'inbox-previous', title: 'Previous entry', group: 'On this page', keys: ['k'], run: () => choose(at - 1) },
    { id: 'inbox-done', title: 'Done', group: 'On this page', keys: ['e'], run: done },
  ]);

  return (
    <ObjectPage
      title="Inbox"
      icon={InboxIcon}
      wide
      actions={
        <SegmentedControl
          size="xs"
          value={show}
          onChange={setShow}
          aria-label="Which entries"
          data={[
            { value: 'unread', label: 'Unread' },
            { value: 'all', label: 'All' },
          ]}
        />
      }
    >
      <Loaded query={inbox} rows={10}>
        {() =>
          entries.length === 0 ? (
            <NothingYet title={show === 'all' ? 'Nothing yet' : 'All done'}>
              {show === 'all' ? 'What your changes came to will stand here.' : 'Nothing is unread. "All" shows what was.'}
            </NothingYet>
          ) : (
            <div className={`${css['inbox']} panel`} data-chosen={entry !== undefined || undefined}>
              <EntryList entries={entries} chosen={entry} onChoose={setChosen} more={inbox} />
              <article className={css['inbox-entry']} aria-label={entry?.title ?? 'No entry chosen'}>
                {entry === undefined ? (
                  <NothingYet title="Choose an entry">j and k move, e marks as done.</NothingYet>
                ) : (
                  <EntryView entry={entry} onDone={done} onBack={() => setChosen('')} error={mark.error} />
                )}
              </article>
            </div>
          )
        }
      </Loaded>
    </ObjectPage>
  );
}

interface EntryListProps {
  entries: readonly InboxEntry[];
  chosen: InboxEntry | undefined;
  onChoose: (id: string) => void;
  more: MoreProps['query'];
}

function EntryList({ entries, chosen, onChoose, more }: EntryListProps) {
  return (
    <ul className={css['inbox-list']} aria-label="Entries">
      {entries.map((row) => (
        <li key={row.id}>
          <button
            type="button"
            className={css['inbox-row']}
            aria-current={row === chosen || undefined}
            data-unread={row.readAt === null || undefined}
            onClick={() => onChoose(String(row.id))}
          >
            <StatusIcon of="entry" status={row.outcome} iconOnly />
            <span className={`${css['inbox-title']} truncate`}>{row.title}</span>
            <span className={`meta ${css['inbox-from']} truncate`}>{row.repository || 'This installation'}</span>
            <span className={`meta ${css['inbox-when']}`}>
              <RelativeTime time={row.createdAt} />
            </span>
          </button>
        </li>
      ))}
      <li>
        <More query={more} shown={entries.length} noun="entries" />
      </li>
    </ul>
  );
}

/** Marks an entry; the row changes at once and is put back when the server refuses. */
function useMark() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ entry, read }: { entry: InboxEntry; read: boolean }) =>
      callMcp(inboxMark, { requestId: requestId(), ids: [entry.id], read }),
    onMutate: ({ entry, read }) => {
      const before = client.getQueryData(inboxQuery.queryKey);
      const turned = <P extends { entries: InboxEntry[]; unread: number }>(page: P): P => ({
        ...page,
        unread: Math.max(0, page.unread + (read ? -1 : 1)),
        entries: page.entries.map((row) => (row.id === entry.id ? { ...row, readAt: read ? Date.now() : null } : row)),
      });
      client.setQueryData(inboxQuery.queryKey, (known) => known && turned(known));
      // Lists keep the row that one has just read, until they are read anew.
      for (const { queryKey } of [inboxListQuery(true), inboxListQuery(false)])
        client.setQueryData(queryKey, (known) => known && { ...known, pages: known.pages.map(turned) });
      return before;
    },
    onError: (_error, _input, before) => {
      client.setQueryData(inboxQuery.queryKey, before);
      void client.invalidateQueries({ queryKey: inboxQuery.queryKey });
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: inboxQuery.queryKey, exact: true }),
        client.invalidateQueries({ queryKey: unreadQuery.queryKey }),
      ]),
  });
}

function EntryView({ entry, onDone, onBack, error }: { entry: InboxEntry; onDone: () => void; onBack: () => void; error: unknown }) {
  const base = useTextBase(entry.repository);
  return (
    <>
      <Button className={css['inbox-back']} variant="subtle" color="idle" leftSection={<IconArrowLeft {...ICON} />} onClick={onBack}>
        Inbox
      </Button>
      <h2>{entry.title}</h2>
      <p className="meta">
        {entry.repository || 'This installation'} · <RelativeTime time={entry.createdAt} />
      </p>
      {entry.traceId !== '' && <ChainStrip id={entry.traceId} />}
      {entry.body !== '' && <Markdown source={entry.body} base={base} />}
      <Group gap="sm">
        <Button component={AppLink} className="button-link" href={entry.url}>
          Open what it is about
        </Button>
        <Button variant="default" leftSection={<IconCheck {...ICON} />} onClick={onDone}>
          {entry.readAt === null ? 'Done' : 'Mark as unread'}
        </Button>
        <CopyAs
          title="Done"
          equivalents={{ mcp: { tool: 'inbox_mark', arguments: { requestId: requestId(), ids: [entry.id], read: true } } }}
        />
      </Group>
      <MutationProblem title="The entry could not be marked" error={error} />
    </>
  );
}

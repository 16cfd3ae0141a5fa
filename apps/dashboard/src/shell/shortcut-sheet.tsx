import { Group, Kbd, Modal, Stack, Text, Title } from '@mantine/core';
import { useStore } from '@mantine/store';

import { useAllActions, type Action } from '../actions/registry.tsx';
import { keySheet } from './key-sheet-store.ts';

/** The keys that lists and logs take by themselves. */
const IN_PLACE: readonly { title: string; keys: readonly string[] }[] = [
  { title: 'Next or previous row of a list', keys: ['j', 'k'] },
  { title: 'Inbox: done', keys: ['e'] },
  { title: 'Log: search, next failure', keys: ['/', 'n'] },
];

/** Every key that works here, from the same registry as the palette. */
export function ShortcutSheet() {
  const { opened } = useStore(keySheet);
  const actions = useAllActions().filter(({ keys }) => keys !== undefined);
  const groups = Map.groupBy(actions, ({ group }) => group);
  return (
    <Modal opened={opened} onClose={() => keySheet.setState({ opened: false })} title="Keyboard shortcuts">
      <Stack gap="lg">
        {[...groups].map(([group, list]) => (
          <KeyList key={group} title={group} list={list} />
        ))}
        <KeyList title="In place" list={IN_PLACE} />
        <Group justify="space-between">
          <Text size="sm">Search or run, anywhere</Text>
          <Kbd size="xs">Ctrl K</Kbd>
        </Group>
      </Stack>
    </Modal>
  );
}

function KeyList({ title, list }: { title: string; list: readonly Pick<Action, 'title' | 'keys'>[] }) {
  return (
    <Stack gap="xs">
      <Title order={3}>{title}</Title>
      {list.map((item) => (
        <Group key={item.title} justify="space-between" wrap="nowrap">
          <Text size="sm">{item.title}</Text>
          <Group gap={4} wrap="nowrap">
            {item.keys?.map((key) => (
              <Kbd key={key} size="xs">
                {key}
              </Kbd>
            ))}
          </Group>
        </Group>
      ))}
    </Stack>
  );
}

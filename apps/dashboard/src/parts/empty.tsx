import { Button, Code, CopyButton, EmptyState, Group, Text } from '@mantine/core';
import { IconCloudOff, IconLock, IconSquareDashed } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { Failure } from '../api/failure.ts';
import { RelativeTime } from './time/relative-time.tsx';

/** Nothing yet: what will stand here, one button, the command that does the same. */
export function NothingYet({
  title,
  children,
  action,
  command,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  command?: string;
}) {
  return (
    <EmptyState size="sm" p="xl" icon={<IconSquareDashed stroke={1.5} />} title={title} description={children}>
      {(action !== undefined || command !== undefined) && (
        <EmptyState.Actions>
          {action}
          {command !== undefined && (
            <CopyButton value={command}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy} title="Copy the command">
                  <Code bg="transparent">{copied ? 'Copied' : command}</Code>
                </Button>
              )}
            </CopyButton>
          )}
        </EmptyState.Actions>
      )}
    </EmptyState>
  );
}

/** Not allowed: which role would do, whom to ask. */
export function NotAllowed({ message, role = 'administrator' }: { message: string; role?: string }) {
  return (
    <EmptyState
      size="sm"
      p="xl"
      icon={<IconLock stroke={1.5} />}
      title="You may not see this"
      description={`${message} The role ${role} may; ask an administrator of this installation.`}
    />
  );
}

/** Not reachable: the reason, the age of what is shown above, and "Retry"; never a blank page. */
export function NotReachable({ failure, knownAt, onRetry }: { failure: Failure; knownAt?: number; onRetry: () => unknown }) {
  return (
    <EmptyState size="sm" p="xl" icon={<IconCloudOff stroke={1.5} />} title="Not reachable" description={failure.message}>
      <EmptyState.Actions>
        <Button variant="default" onClick={() => onRetry()}>
          Retry
        </Button>
      </EmptyState.Actions>
      <Group justify="center" gap="sm">
        {knownAt !== undefined && knownAt > 0 && (
          <Text size="xs" c="dimmed">
            Last known <RelativeTime time={knownAt} />
          </Text>
        )}
        <RequestId id={failure.requestId} />
      </Group>
    </EmptyState>
  );
}

/** A request id that one click copies, for a report or a look into the log. */
export function RequestId({ id }: { id: string | null }) {
  if (id === null) return null;
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <Button size="compact-xs" variant="subtle" color="idle" onClick={copy}>
          {copied ? 'Copied' : `Request ${id}`}
        </Button>
      )}
    </CopyButton>
  );
}

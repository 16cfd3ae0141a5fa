import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconApi, IconCopy, IconPlug, IconTerminal2 } from '@tabler/icons-react';

import { ICON } from '../theme/icons.ts';
import type { Equivalents } from './registry.tsx';

/** The JSON-RPC request of a tool call, as any MCP client would send it. */
export function mcpRequest({ tool, arguments: input }: NonNullable<Equivalents['mcp']>): string {
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: input } }, null, 2);
}

export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notifications.show({ message: 'Copied', autoClose: 1500 });
  } catch {
    // Without a secure context the browser offers no clipboard; the text is shown to be copied by hand.
    notifications.show({ title: 'Copy this by hand', message: text, autoClose: false });
  }
}

/** The menu beside a button that offers the same deed for automation. */
export function CopyAs({ title, equivalents: { command, curl, mcp } }: { title: string; equivalents: Equivalents }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`Copy "${title}" for automation`} variant="default">
          <IconCopy {...ICON} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {command !== undefined && (
          <Menu.Item leftSection={<IconTerminal2 {...ICON} />} onClick={() => void copyText(command)}>
            Copy as command
          </Menu.Item>
        )}
        {curl !== undefined && (
          <Menu.Item leftSection={<IconApi {...ICON} />} onClick={() => void copyText(curl)}>
            Copy as curl
          </Menu.Item>
        )}
        {mcp !== undefined && (
          <Menu.Item leftSection={<IconPlug {...ICON} />} onClick={() => void copyText(mcpRequest(mcp))}>
            Copy as MCP call
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

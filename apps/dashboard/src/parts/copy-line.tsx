import { Button, Code, CopyButton, Group } from '@mantine/core';

/** One line that is shown to be taken elsewhere: a secret, a link. */
export function CopyLine({ text }: { text: string }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Code style={{ overflowWrap: 'anywhere' }}>{text}</Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} style={{ flex: 'none' }}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}

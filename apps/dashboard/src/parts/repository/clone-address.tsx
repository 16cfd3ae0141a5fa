import { Button, CopyButton, TextInput } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';

import { ICON } from '../../theme/icons.ts';
import css from './clone-address.module.css';

/** Where a repository is cloned from, to copy. */
export function CloneAddress({ url }: { url: string }) {
  return (
    <div className={css['clone']}>
      <TextInput size="xs" readOnly value={url} aria-label="Clone address" onFocus={({ currentTarget }) => currentTarget.select()} />
      <CopyButton value={`git clone ${url}`}>
        {({ copied, copy }) => (
          <Button variant="default" leftSection={<IconCopy {...ICON} />} onClick={copy}>
            {copied ? 'Copied' : 'Clone'}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

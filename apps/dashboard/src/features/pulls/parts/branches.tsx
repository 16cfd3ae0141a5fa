import { ActionIcon, CopyButton } from '@mantine/core';
import { IconArrowRight, IconCheck, IconCopy } from '@tabler/icons-react';

import type { PullRequest } from '@mosaic/contracts/gitea';

import { sourcePath } from '../../../api/ref-path.ts';
import { AppLink } from '../../../parts/app-link.tsx';
import { ICON } from '../../../theme/icons.ts';
import css from './branches.module.css';
import { hasHead, headName } from './pull-facts.ts';

/** From which branch into which, each to copy; one that is there leads to its files. */
export function Branches({ owner, repo, pull }: { owner: string; repo: string; pull: PullRequest }) {
  const link = (ref: string, of = `${owner}/${repo}`): string => {
    const [its = '', name = ''] = of.split('/');
    return sourcePath(its, name, { kind: 'branch', ref, path: '' });
  };
  return (
    <span className={css['branches']}>
      <BranchName name={headName(pull)} href={hasHead(pull) ? link(pull.head.ref, pull.head.repo?.full_name) : null} />
      <IconArrowRight {...ICON} role="img" aria-label="into" />
      <BranchName name={pull.base.ref} href={link(pull.base.ref)} />
    </span>
  );
}

function BranchName({ name, href }: { name: string; href: string | null }) {
  return (
    <>
      {href === null ? (
        <span className={`${css['branch']} mono`}>{name}</span>
      ) : (
        <AppLink className={`${css['branch']} mono plain-link`} href={href}>
          {name}
        </AppLink>
      )}
      <CopyButton value={name}>
        {({ copied, copy }) => (
          <ActionIcon variant="subtle" color="idle" size="sm" onClick={copy} aria-label={copied ? 'Copied' : `Copy ${name}`}>
            {copied ? <IconCheck {...ICON} /> : <IconCopy {...ICON} />}
          </ActionIcon>
        )}
      </CopyButton>
    </>
  );
}

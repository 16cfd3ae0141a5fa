import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { CopyAs } from '../../actions/copy-as.tsx';
import { forge } from '../../api/clients.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { pathTo, useGo } from '../../parts/app-link.tsx';
import { MutationProblem } from '../../parts/loaded.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { IssueIcon } from '../../theme/icons.ts';
import { issueCrumbs } from './parts/issue-crumbs.ts';

/** Opens an issue. */
export function NewIssuePage({ owner, repo }: { owner: string; repo: string }) {
  const happened = useHappened();
  const go = useGo();
  const [title, setTitle] = useState('');
  const [body, setBody] = useState('');
  const create = useMutation({
    mutationFn: () => forge.createIssue(owner, repo, { title, body }),
    onSuccess: ({ number }) => {
      void happened('dev.mosaic.issue.opened', { repository: `${owner}/${repo}`, number });
      go(pathTo(owner, repo, 'issues', number));
    },
  });
  const curl = `curl -X POST -H "Authorization: token $MOSAIC_TOKEN" -H "Content-Type: application/json" -d '${JSON.stringify({ title, body }).replaceAll("'", String.raw`'\''`)}' ${window.location.origin}/api/v1/repos/${owner}/${repo}/issues`;
  return (
    <ObjectPage title="Open an issue" icon={IssueIcon} crumbs={issueCrumbs(owner, repo)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack gap="lg">
          <TextInput
            label="Title"
            required
            withAsterisk={false}
            maxLength={255}
            value={title}
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          />
          <Textarea
            label="Text (Markdown)"
            autosize
            minRows={8}
            value={body}
            onChange={({ currentTarget }) => setBody(currentTarget.value)}
          />
          <MutationProblem title="The issue was not opened" error={create.error} />
          <Group gap="sm">
            <Button type="submit" size="sm" loading={create.isPending}>
              Open issue
            </Button>
            <CopyAs title="Open issue" equivalents={{ curl }} />
          </Group>
        </Stack>
      </form>
    </ObjectPage>
  );
}

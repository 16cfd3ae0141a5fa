import { TextInput } from '@mantine/core';

import { issueCreateIssue } from '@mosaic/contracts/gitea';

import { CopyAs } from '../../actions/copy-as.tsx';
import { forge } from '../../api/clients.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { pathTo, useGo } from '../../parts/app-link.tsx';
import { MarkdownField } from '../../parts/form/markdown-field.tsx';
import { useWriteForm } from '../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../parts/form/write-form.tsx';
import { useTextBase } from '../../parts/markdown/text-base.ts';
import { ObjectPage } from '../../parts/object-page.tsx';
import { IssueIcon } from '../../theme/icons.ts';
import { issueCrumbs } from './parts/issue-crumbs.ts';

/** Opens an issue. */
export function NewIssuePage({ owner, repo }: { owner: string; repo: string }) {
  const happened = useHappened();
  const base = useTextBase(`${owner}/${repo}`);
  const go = useGo();
  const form = useWriteForm({
    initialValues: { title: '', body: '' },
    schema: issueCreateIssue.body,
    toBody: (fields) => fields,
    write: (body) => forge.call(issueCreateIssue, { owner, repo, body }),
    onDone: ({ number }) => {
      void happened('dev.mosaic.issue.opened', { repository: `${owner}/${repo}`, number });
      go(pathTo(owner, repo, 'issues', number));
    },
  });
  const curl = `curl -X POST -H "Authorization: token $MOSAIC_TOKEN" -H "Content-Type: application/json" -d '${JSON.stringify(form.body).replaceAll("'", String.raw`'\''`)}' ${window.location.origin}/api/v1/repos/${owner}/${repo}/issues`;
  return (
    <ObjectPage title="Open an issue" icon={IssueIcon} crumbs={issueCrumbs(owner, repo)}>
      <WriteFormFrame
        form={form}
        act="Open issue"
        refused="The issue was not opened"
        aside={<CopyAs title="Open issue" equivalents={{ curl }} />}
      >
        <TextInput label="Title" required withAsterisk={false} maxLength={255} {...form.getInputProps('title')} />
        <MarkdownField label="Text" base={base} minRows={8} {...form.getInputProps('body')} />
      </WriteFormFrame>
    </ObjectPage>
  );
}

import { TextInput } from '@mantine/core';

import { type Commit, repoCreatePullRequest } from '@mosaic/contracts/gitea';

import { CopyAs } from '../../../actions/copy-as.tsx';
import { forge } from '../../../api/clients.ts';
import { useHappened } from '../../../live/stale-keys.ts';
import { pathTo, useGo } from '../../../parts/app-link.tsx';
import { MarkdownField } from '../../../parts/form/markdown-field.tsx';
import { useWriteForm } from '../../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../../parts/form/write-form.tsx';
import { useTextBase } from '../../../parts/markdown/text-base.ts';
import type { BranchPair } from '../keys.ts';

/** Title and text of a lone commit; of several nobody knows which one says it. */
function wordsOf(commits: readonly Commit[]): { title: string; body: string } {
  const [first, ...others] = commits;
  if (first === undefined || others.length > 0) return { title: '', body: '' };
  const [title = '', ...body] = first.commit.message.split('\n');
  return { title: title.slice(0, 255), body: body.join('\n').trim() };
}

interface NewPullFormProps {
  owner: string;
  repo: string;
  pair: BranchPair;
  commits: readonly Commit[];
}

/** Says what is proposed; what is typed stays while commits are pushed. */
export function NewPullForm({ owner, repo, pair, commits }: NewPullFormProps) {
  const happened = useHappened();
  const go = useGo();
  const base = useTextBase(`${owner}/${repo}`);
  const about = (number: number) => ({ repository: `${owner}/${repo}`, number });
  const form = useWriteForm({
    initialValues: wordsOf(commits),
    schema: repoCreatePullRequest.body,
    toBody: (fields) => ({ ...pair, ...fields }),
    write: (body) => forge.call(repoCreatePullRequest, { owner, repo, body }),
    onDone: ({ number }) => {
      void happened('dev.mosaic.pull_request.opened', about(number));
      go(pathTo(owner, repo, 'pulls', number));
    },
  });
  const curl = `curl -X POST -H "Authorization: token $MOSAIC_TOKEN" -H "Content-Type: application/json" -d '${JSON.stringify(form.body).replaceAll("'", String.raw`'\''`)}' ${window.location.origin}/api/v1/repos/${owner}/${repo}/pulls`;
  return (
    <WriteFormFrame
      form={form}
      act="Open pull request"
      refused="The pull request was not opened"
      aside={<CopyAs title="Open pull request" equivalents={{ curl }} />}
    >
      <TextInput
        label="Title"
        description="“WIP:” before it makes it a draft"
        required
        withAsterisk={false}
        maxLength={255}
        {...form.getInputProps('title')}
      />
      <MarkdownField label="Text" base={base} minRows={6} {...form.getInputProps('body')} />
    </WriteFormFrame>
  );
}

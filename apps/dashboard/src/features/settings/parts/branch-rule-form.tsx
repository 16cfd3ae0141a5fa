import { Checkbox, NumberInput, Select, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { repoCreateBranchProtection, Repository } from '@mosaic/contracts/gitea';

import type { useWriteForm } from '../../../parts/form/use-write-form.ts';
import { Section } from '../../../parts/object-page.tsx';
import { branchesQuery } from '../../refs/queries.ts';
import { checkNamesQuery } from '../queries.ts';
import type { BranchRuleFields } from './branch-rule-fields.ts';
import { fittingNames, FittingNames } from './fitting-names.tsx';
import { WhoMay } from './who-may.tsx';

type Form = Pick<
  ReturnType<typeof useWriteForm<BranchRuleFields, typeof repoCreateBranchProtection.body, unknown>>,
  'getInputProps' | 'values'
>;

interface OfForm {
  repository: Repository;
  form: Form;
}

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <Section title={title}>
    <div className="prose-box">
      <Stack gap="md">{children}</Stack>
    </div>
  </Section>
);

/** All that a rule for branches can say, by what it is about. */
export function BranchRuleFieldSet({ repository, form, isNew }: OfForm & { isNew: boolean }) {
  return (
    <>
      {isNew && <About repository={repository} form={form} />}
      <Pushing repository={repository} form={form} />
      <Merging repository={repository} form={form} />
      <Reviewing repository={repository} form={form} />
      <Checking repository={repository} form={form} />
      <Files form={form} />
    </>
  );
}

function About({ repository, form }: OfForm) {
  return (
    <Group title="Which branches">
      <TextInput
        label="Name or pattern"
        placeholder="main, release/**"
        description="In a pattern * stops at a slash, and ** does not: release/* fits release/1, release/** also release/1/fix."
        maxLength={190}
        data-autofocus
        {...form.getInputProps('rule_name')}
      />
      <BranchesOf repository={repository} name={form.values.rule_name} />
    </Group>
  );
}

/** Which of the first branches a rule of that name is about. */
export function BranchesOf({ repository, name }: { repository: Repository; name: string }) {
  const branches = useQuery(branchesQuery(repository.owner.login, repository.name, { q: '', page: 1 })).data;
  if (name.trim() === '' || branches === undefined) return null;
  const names = branches.items.map((branch) => branch.name);
  return <FittingNames noun="branches" fitting={fittingNames(name, names, '/')} isPart={(branches.total ?? 0) > names.length} />;
}

function Pushing({ repository, form }: OfForm) {
  const at = { owner: repository.owner.login, repo: repository.name, form };
  const { pushers, forcers } = form.values;
  return (
    <Group title="Pushing">
      <Select
        label="Who may push"
        description="Nobody: changes come by pull requests alone."
        data={[
          { value: 'nobody', label: 'Nobody' },
          { value: 'all', label: 'Whoever may write' },
          { value: 'named', label: 'Those named' },
        ]}
        allowDeselect={false}
        w={300}
        {...form.getInputProps('pushers')}
      />
      {pushers === 'named' && (
        <>
          <WhoMay {...at} people="push_whitelist_usernames" teams="push_whitelist_teams" />
          <Checkbox label="Deploy keys that may write" {...form.getInputProps('push_whitelist_deploy_keys', { type: 'checkbox' })} />
        </>
      )}
      {pushers !== 'nobody' && (
        <Select
          label="Who of them may push by force"
          data={[
            { value: 'nobody', label: 'Nobody' },
            { value: 'all', label: 'Whoever may push' },
            { value: 'named', label: 'Those named' },
          ]}
          allowDeselect={false}
          w={300}
          {...form.getInputProps('forcers')}
        />
      )}
      {pushers !== 'nobody' && forcers === 'named' && (
        <>
          <WhoMay {...at} people="force_push_allowlist_usernames" teams="force_push_allowlist_teams" />
          <Checkbox label="Deploy keys that may push" {...form.getInputProps('force_push_allowlist_deploy_keys', { type: 'checkbox' })} />
        </>
      )}
    </Group>
  );
}

function Merging({ repository, form }: OfForm) {
  const at = { owner: repository.owner.login, repo: repository.name, form };
  return (
    <Group title="Merging">
      <Select
        label="Who may merge"
        data={[
          { value: 'all', label: 'Whoever may write' },
          { value: 'named', label: 'Those named' },
        ]}
        allowDeselect={false}
        w={300}
        {...form.getInputProps('mergers')}
      />
      {form.values.mergers === 'named' && <WhoMay {...at} people="merge_whitelist_usernames" teams="merge_whitelist_teams" />}
      <Checkbox label="Only what is up to date with its base" {...form.getInputProps('block_on_outdated_branch', { type: 'checkbox' })} />
      <Checkbox
        label="Administrators are held to it too"
        description="Else they may merge although something is missing."
        {...form.getInputProps('block_admin_merge_override', { type: 'checkbox' })}
      />
      <Checkbox
        label="Some may merge although something is missing"
        {...form.getInputProps('enable_bypass_allowlist', { type: 'checkbox' })}
      />
      {form.values.enable_bypass_allowlist && <WhoMay {...at} people="bypass_allowlist_usernames" teams="bypass_allowlist_teams" />}
    </Group>
  );
}

function Reviewing({ repository, form }: OfForm) {
  const at = { owner: repository.owner.login, repo: repository.name, form };
  return (
    <Group title="Reviews">
      <NumberInput label="Approvals that a merge waits for" min={0} max={1_000} w={300} {...form.getInputProps('required_approvals')} />
      <Checkbox
        label="Only those named count"
        description="Else whoever may write."
        {...form.getInputProps('enable_approvals_whitelist', { type: 'checkbox' })}
      />
      {form.values.enable_approvals_whitelist && <WhoMay {...at} people="approvals_whitelist_username" teams="approvals_whitelist_teams" />}
      <Checkbox label="A new push ends approvals" {...form.getInputProps('dismiss_stale_approvals', { type: 'checkbox' })} />
      <Checkbox
        label="Approvals of an older head do not count"
        description="They count again when that head comes back."
        {...form.getInputProps('ignore_stale_approvals', { type: 'checkbox' })}
      />
      <Checkbox label="Not while changes are asked for" {...form.getInputProps('block_on_rejected_reviews', { type: 'checkbox' })} />
      <Checkbox
        label="Not while a review is outstanding"
        {...form.getInputProps('block_on_official_review_requests', { type: 'checkbox' })}
      />
    </Group>
  );
}

function Checking({ repository, form }: OfForm) {
  const seen = useQuery(checkNamesQuery(repository)).data ?? [];
  return (
    <Group title="Checks">
      <Checkbox label="Wait for checks" {...form.getInputProps('enable_status_check', { type: 'checkbox' })} />
      {form.values.enable_status_check && (
        <TagsInput
          label="Checks that must succeed"
          description="None named: all that there are, and one at least. A name may be a pattern."
          data={[...new Set(seen)]}
          {...form.getInputProps('status_check_contexts')}
        />
      )}
    </Group>
  );
}

function Files({ form }: Pick<OfForm, 'form'>) {
  return (
    <Group title="Files">
      <Textarea
        label="Files that nobody changes"
        description="A pattern a line, such as .ci/**. Here * stops at a slash and at a dot; **/*.key fits every key."
        autosize
        minRows={2}
        {...form.getInputProps('protected_file_patterns')}
      />
      <Textarea
        label="Files that everybody who may write pushes"
        description="A push that changes these alone needs no other leave."
        autosize
        minRows={2}
        {...form.getInputProps('unprotected_file_patterns')}
      />
    </Group>
  );
}

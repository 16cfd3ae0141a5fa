import { ActionIcon, Button, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';

import { type BranchProtection, repoEditBranchProtection, type Repository, type TagProtection } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { useGo } from '../../parts/app-link.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { Loaded, MutationProblem } from '../../parts/loaded.tsx';
import { Section } from '../../parts/object-page.tsx';
import { RepositoryFrame } from '../../parts/repository/repository-frame.tsx';
import { type Column, DataTable, RowTitle } from '../../parts/table/data-table.tsx';
import { ICON } from '../../theme/icons.ts';
import { branchesQuery } from '../refs/queries.ts';
import { DangerZone } from './parts/danger-zone.tsx';
import { branchRulePath, tagRulePath } from './parts/rule-addresses.ts';
import { mergeInWords, namesInWords, pushInWords } from './parts/rule-words.ts';
import { branchRulesQuery, tagRulesQuery, useRulesChanged } from './queries.ts';

/** Settings of a repository: who may do what with its branches and tags, where it stands, who sees and owns it. */
export function SettingsPage({ owner, repo }: { owner: string; repo: string }) {
  return (
    <RepositoryFrame owner={owner} repo={repo} tab="settings">
      {(repository) => (
        <>
          <BranchRules repository={repository} />
          <TagRules repository={repository} />
          <DangerZone repository={repository} />
        </>
      )}
    </RepositoryFrame>
  );
}

/** For which of the first branches each rule counts. */
function useBranchesByRule(owner: string, repo: string): ReadonlyMap<string, string[]> {
  const branches = useQuery(branchesQuery(owner, repo, { q: '', page: 1 })).data?.items ?? [];
  const found = new Map<string, string[]>();
  for (const { name, effective_branch_protection_name: rule } of branches)
    if (rule !== undefined && rule !== '') found.set(rule, [...(found.get(rule) ?? []), name]);
  return found;
}

const shortly = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');

function BranchRules({ repository }: { repository: Repository }) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const go = useGo();
  const rules = useQuery(branchRulesQuery(owner, repo));
  const about = useBranchesByRule(owner, repo);
  const order = useReorder(repository);
  const columnsOf = (list: readonly BranchProtection[]): readonly Column<BranchProtection>[] => [
    { header: 'Branches', cell: ({ rule_name: name }) => <RowTitle>{name}</RowTitle>, width: '20%' },
    {
      header: 'Counts for',
      cell: ({ rule_name: name }) => <span className="muted">{shortly(about.get(name) ?? []) || 'none now'}</span>,
      phone: 'none',
    },
    { header: 'May push', cell: (rule) => `pushed by ${pushInWords(rule)}`, width: '22%' },
    { header: 'A merge waits for', cell: mergeInWords, width: '26%', phone: 'none' },
    {
      header: 'Order',
      cell: (rule) => <Order rules={list} rule={rule} isPending={order.isPending} onOrder={order.mutate} />,
      width: '90px',
      align: 'right',
      phone: 'first',
    },
  ];
  const add = (
    <Button size="xs" variant="default" onClick={() => go(branchRulePath(owner, repo))}>
      Add rule for branches
    </Button>
  );
  return (
    <Section title="Rules for branches" aside={add}>
      <Loaded query={rules} rows={3}>
        {(found) =>
          found.length === 0 ? (
            <NothingYet title="No branch is protected">
              Whoever may write may push to every branch, by force too, and merge at any time.
            </NothingYet>
          ) : (
            <DataTable
              label="Rules for branches"
              rows={found}
              columns={columnsOf(found)}
              rowKey={({ rule_name: name }) => name}
              rowHref={({ rule_name: name }) => branchRulePath(owner, repo, name)}
            />
          )
        }
      </Loaded>
      <MutationProblem title="The order was not changed" error={order.error} />
    </Section>
  );
}

/** Of several rules that fit a branch the first one counts. */
function useReorder(repository: Repository) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const changed = useRulesChanged(repository.full_name);
  return useMutation({
    mutationFn: async (order: readonly BranchProtection[]) => {
      for (const [index, { rule_name: name, priority }] of order.entries())
        if (priority !== index + 1) await forge.call(repoEditBranchProtection, { owner, repo, name, body: { priority: index + 1 } });
    },
    onSettled: changed,
  });
}

interface OrderProps {
  rules: readonly BranchProtection[];
  rule: BranchProtection;
  isPending: boolean;
  onOrder: (order: readonly BranchProtection[]) => void;
}

function Order({ rules, rule, isPending, onOrder }: OrderProps) {
  const at = rules.indexOf(rule);
  const move = (to: number): void => onOrder(rules.toSpliced(at, 1).toSpliced(to, 0, rule));
  if (rules.length < 2) return null;
  return (
    <Group gap={2} wrap="nowrap" justify="flex-end">
      <ActionIcon variant="subtle" disabled={at === 0 || isPending} aria-label={`Move ${rule.rule_name} up`} onClick={() => move(at - 1)}>
        <IconArrowUp {...ICON} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        disabled={at === rules.length - 1 || isPending}
        aria-label={`Move ${rule.rule_name} down`}
        onClick={() => move(at + 1)}
      >
        <IconArrowDown {...ICON} />
      </ActionIcon>
    </Group>
  );
}

const tagColumns: readonly Column<TagProtection>[] = [
  { header: 'Tags', cell: ({ name_pattern: pattern }) => <RowTitle>{pattern}</RowTitle>, width: '30%' },
  { header: 'May make, move and delete them', cell: (rule) => namesInWords(rule.whitelist_usernames, rule.whitelist_teams) },
];

function TagRules({ repository }: { repository: Repository }) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const go = useGo();
  const rules = useQuery(tagRulesQuery(owner, repo));
  const add = (
    <Button size="xs" variant="default" onClick={() => go(tagRulePath(owner, repo))}>
      Add rule for tags
    </Button>
  );
  return (
    <Section title="Rules for tags" aside={add}>
      <Loaded query={rules} rows={2}>
        {(found) =>
          found.length === 0 ? (
            <NothingYet title="No tag is protected">Whoever may write may make, move and delete every tag.</NothingYet>
          ) : (
            <DataTable
              label="Rules for tags"
              rows={found}
              columns={tagColumns}
              rowKey={({ id }) => id}
              rowHref={({ id }) => tagRulePath(owner, repo, id)}
            />
          )
        }
      </Loaded>
    </Section>
  );
}

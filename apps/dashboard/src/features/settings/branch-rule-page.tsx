import { useQuery } from '@tanstack/react-query';

import {
  type BranchProtection,
  repoCreateBranchProtection,
  repoDeleteBranchProtection,
  repoEditBranchProtection,
  type Repository,
} from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { pathTo, useGo, useSearchParam } from '../../parts/app-link.tsx';
import { useWriteForm } from '../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../parts/form/write-form.tsx';
import { Section } from '../../parts/object-page.tsx';
import { bodyOf, fieldsOf } from './parts/branch-rule-fields.ts';
import { BranchesOf, BranchRuleFieldSet } from './parts/branch-rule-form.tsx';
import { DeleteRule } from './parts/delete-rule.tsx';
import { RuleFrame } from './parts/rule-frame.tsx';
import { branchRulesQuery, useRulesChanged } from './queries.ts';

/** Makes a rule for branches, or changes the one that the address names. */
export function BranchRulePage({ owner, repo }: { owner: string; repo: string }) {
  const [name] = useSearchParam('rule_name', '');
  const rules = useQuery(branchRulesQuery(owner, repo));
  const isNamed = name === '' ? null : (rule: BranchProtection) => rule.rule_name === name;
  return (
    <RuleFrame owner={owner} repo={repo} rules={rules} isNamed={isNamed} name={`The rule ${name}`} rows={10}>
      {(repository, rule) => <RuleForm key={rule?.rule_name} repository={repository} rule={rule} />}
    </RuleFrame>
  );
}

function RuleForm({ repository, rule }: { repository: Repository; rule: BranchProtection | undefined }) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const changed = useRulesChanged(repository.full_name);
  const go = useGo();
  const form = useWriteForm({
    initialValues: fieldsOf(rule),
    schema: repoCreateBranchProtection.body.refine(({ rule_name: name }) => name.trim() !== '', {
      path: ['rule_name'],
      error: 'Fill this in',
    }),
    toBody: bodyOf,
    write: ({ rule_name, ...body }) =>
      rule === undefined
        ? forge.call(repoCreateBranchProtection, { owner, repo, body: { rule_name: rule_name ?? '', ...body } })
        : forge.call(repoEditBranchProtection, { owner, repo, name: rule.rule_name, body }),
    onDone: () => {
      void changed();
      go(pathTo(owner, repo, 'settings'));
    },
  });
  return (
    <>
      <Section title={rule === undefined ? 'A new rule for branches' : `Rule for ${rule.rule_name}`} bare>
        {rule !== undefined && <BranchesOf repository={repository} name={rule.rule_name} />}
      </Section>
      <WriteFormFrame
        form={form}
        act={rule === undefined ? 'Add rule' : 'Save rule'}
        refused={rule === undefined ? 'The rule was not added' : 'The rule was not changed'}
        aside={
          rule !== undefined && (
            <DeleteRule
              repository={repository}
              name={rule.rule_name}
              remove={() => forge.call(repoDeleteBranchProtection, { owner, repo, name: rule.rule_name })}
            >
              The branches that it is about are then held by the next rule that fits them, or by none: whoever may write may push.
            </DeleteRule>
          )
        }
      >
        <BranchRuleFieldSet repository={repository} form={form} isNew={rule === undefined} />
      </WriteFormFrame>
    </>
  );
}

import { expect, test } from 'vitest';

import { readProjectFile } from './read-project-file.ts';

const ROLES = { agentRoles: ['triage', 'reviewer', 'triage'] };

test('the whole form', () => {
  const read = readProjectFile(
    'project: hello\ndeploy:\n  - name: production\n    when: { branch: main, event: push }\n    target: site\n    artifact: site\nagents:\n  - { on: pipeline.failed, role: triage }\nnotify: [inbox]\n',
    ROLES,
  );
  expect(read).toMatchObject({ ok: true, file: { project: 'hello', deploy: [{ when: { branch: ['main'], event: ['push'] } }] } });
});

test.each([[null], [''], ['# nothing yet\n']])('absent or empty: deploys nothing, notifies the inbox (%j)', (text) => {
  expect(readProjectFile(text, ROLES)).toEqual({ ok: true, file: { deploy: [], agents: [], notify: ['inbox'] } });
});

test.each([
  ['project: hello\ndeploy: [', '.mosaic.yaml:2: '],
  ['project: hello\ndeploi: []\n', '.mosaic.yaml:1: Unrecognized key: "deploi"'],
  ['deploy:\n  - name: production\n    target: rocket\n    artifact: site\n', '.mosaic.yaml:3: deploy.0.target'],
  ['deploy:\n  - name: production\n    target: site\n', '.mosaic.yaml:2: deploy.0.artifact'],
  ['project: www\n', '.mosaic.yaml:1: project: this project name is reserved'],
  ['project: ../etc\n', '.mosaic.yaml:1: project: use 1–28'],
  ['- a\n', '.mosaic.yaml:1: Invalid input'],
  ['project: a\nproject: b\n', '.mosaic.yaml:2: '],
  ['project: *x\n', '.mosaic.yaml: there is no anchor &x above the alias *x'],
  [
    'agents:\n  - { on: pipeline.failed, role: triage }\n  - on: pipeline.failed\n    role: oracle\n',
    '.mosaic.yaml:4: agents.1.role: no agent here has the role "oracle"; there are: reviewer, triage',
  ],
  ['x'.repeat(70_000), '.mosaic.yaml is larger than 64 KiB'],
])('a fault is told with its line: %j', (text, fault) => {
  const read = readProjectFile(text, ROLES);
  expect(read.ok ? '' : read.fault).toContain(fault);
});

test('thousands of keys are told as any fault is', () => {
  const read = readProjectFile(Array.from({ length: 11_000 }, (_, index) => `k${index.toString(36)}:`).join('\n'), ROLES);
  expect(read.ok ? '' : read.fault).toContain('Unrecognized key');
  expect(read.ok ? 0 : read.fault.length).toBeLessThan(1000);
});

test('a bomb of aliases is refused', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`;
  expect(readProjectFile(bomb, ROLES)).toEqual({
    ok: false,
    fault: '.mosaic.yaml: its aliases unfold to too many values; use fewer, or write the values out',
  });
});

test('where the roles are not known none is refused; where there is no agent it is said', () => {
  const text = 'agents:\n  - { on: pipeline.failed, role: oracle }\n';
  expect(readProjectFile(text, { agentRoles: null })).toMatchObject({ ok: true, file: { agents: [{ role: 'oracle' }] } });
  expect(readProjectFile(text, { agentRoles: [] })).toMatchObject({ ok: false, fault: expect.stringContaining('there are no agents') });
});

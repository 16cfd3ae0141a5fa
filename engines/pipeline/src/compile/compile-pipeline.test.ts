import { describe, expect, it } from 'vitest';

import { compileText, pushMetadata } from './fixtures.ts';

const step = (name: string, extra = ''): string => `  - name: ${name}\n    image: bash\n    commands: [echo ${name}]\n${extra}`;
const stepsOf = (text: string, changes = {}): Record<string, { after: string[]; onSuccess: boolean; onFailure: boolean }> => {
  const { errors, workflows } = compileText(text, changes);
  expect(errors.filter((fault) => !fault.is_warning)).toEqual([]);
  return Object.fromEntries((workflows[0]?.config.steps ?? []).map((one) => [one.name, one]));
};
const errorsOf = (text: string, changes = {}): string[] => {
  const result = compileText(text, changes);
  expect(result.workflows).toEqual([]);
  return result.errors.filter((fault) => !fault.is_warning).map((fault) => fault.message);
};

describe('files and names', () => {
  it('sorts files, names workflows and numbers them before the steps', () => {
    const { workflows } = compileText([
      { name: '.woodpecker/test.yml', text: `when: { event: push }\nsteps:\n${step('unit')}` },
      { name: '.woodpecker/.build.yaml', text: `when: { event: push }\nsteps:\n${step('make')}` },
    ]);
    expect(workflows.map(({ pid, name, axisId }) => [pid, name, axisId])).toEqual([
      [1, 'build', 0],
      [2, 'test', 0],
    ]);
    expect(workflows.map(({ config }) => config.steps.map(({ pid, name }) => [pid, name]))).toEqual([
      [
        [3, 'clone'],
        [4, 'make'],
      ],
      [
        [5, 'clone'],
        [6, 'unit'],
      ],
    ]);
  });

  it('takes steps as a map in its order, and names unnamed list items', () => {
    const asMap = compileText('steps:\n  b: { image: bash, commands: ls }\n  a: { image: bash, commands: ls }');
    expect(asMap.workflows[0]?.config.steps.map(({ name }) => name)).toEqual(['clone', 'b', 'a']);
    const asList = compileText('skip_clone: true\nsteps:\n  - { image: bash, commands: ls }');
    expect(asList.workflows[0]?.config.steps.map(({ name }) => name)).toEqual(['step-0']);
    expect(asList.workflows[0]?.config.clone).toBeUndefined();
  });

  it.each(['[ci skip]', 'x [SKIP CI] y', '[skipci]'])('skips a push whose message says %s', (message) => {
    const metadata = pushMetadata({ commit: { message } });
    expect(compileText(`steps:\n${step('a')}`, { metadata })).toEqual({ errors: [], workflows: [], filtered: true });
    const tag = pushMetadata({ commit: { message }, pipeline: { event: 'tag' } });
    expect(compileText(`steps:\n${step('a')}`, { metadata: tag }).workflows).toHaveLength(1);
  });
});

describe('broken files say where and what to do', () => {
  it.each([
    ['steps:\n  a:\n\t image: bash', 3, /tab/i],
    ['steps:\n  a: { image: bash\n', 3, /Close the quote or bracket|valid YAML/],
    ['steps: []\nsteps: []', 2, /Remove one of the two keys/],
    ['steps:\n  - name: a\n    image: bash\n    commands:\n      - echo: x', 5, /quotes/],
    ['steps:\n  a: { image: bash, commands: ["${}"] }', 2, /\$\$\{…\}/],
    ['a: *nope\nsteps: []', 1, /anchor/],
  ])('%j', (text, line, message) => {
    const { errors, workflows } = compileText(text);
    expect(workflows).toEqual([]);
    const fault = errors.find((one) => !one.is_warning);
    expect(fault?.data).toMatchObject({ file: '.woodpecker.yaml', line });
    expect(fault?.data.column).toBeGreaterThan(0);
    expect(fault?.message).toMatch(message);
  });

  it('notes all misfits at once', () => {
    const messages = errorsOf('steps:\n  a: { commands: ls }\n  b: { image: bash, commands: ls, failure: maybe, detach: perhaps }');
    expect(messages).toHaveLength(3);
    expect(messages.join('\n')).toMatch(/Step "a" has no `image`/);
  });

  it('refuses a file that unfolds without end', () => {
    const bomb = [
      'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
      ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(',')}]`),
    ];
    const started = performance.now();
    expect(errorsOf(bomb.join('\n')).join()).toMatch(/unfold to too many/);
    expect(errorsOf('a: &a [*a]').join()).toMatch(/contains itself/);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('refuses more than it can read in a moment', () => {
    const long = `matrix: { A: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20] }\nsteps:\n  a: { image: bash, commands: ["\${A}"] }\n${'# x\n'.repeat(30_000)}`;
    expect(errorsOf(long).join()).toMatch(/too large together/);
    expect(errorsOf(`#${'x'.repeat(300_000)}`).join()).toMatch(/larger than 256 KiB/);
    const many = Array.from({ length: 101 }, (_, index) => ({ name: `${index}.yaml`, text: '' }));
    expect(compileText(many).errors[0]?.message).toMatch(/at most 100/);
  });

  it('wants steps', () => {
    expect(errorsOf('labels: {}').join()).toMatch(/no `steps`/);
    expect(errorsOf('just text').join()).toMatch(/must be a map/);
  });
});

describe('anchors and merges', () => {
  it('merges maps and splices lists', () => {
    const text = `
variables:
  - &base { image: bash, environment: { A: "1" } }
  - &first [echo one, echo two]
  - &second [echo three]
steps:
  a:
    <<: *base
    commands:
      - <<: *first
      - <<: [*first, *second]
      - echo end
`;
    const config = compileText(text).workflows[0]?.config;
    expect(config?.steps[1]).toMatchObject({
      image: 'bash',
      commands: ['echo one', 'echo two', 'echo one', 'echo two', 'echo three', 'echo end'],
    });
    expect(config?.steps[1]?.environment['A']).toBe('1');
  });
});

describe('the graph', () => {
  it('runs steps one after the other without depends_on', () => {
    const steps = stepsOf(`steps:\n${step('a')}${step('b')}${step('c')}`);
    expect([steps['a']?.after, steps['b']?.after, steps['c']?.after]).toEqual([['id-1'], ['id-2'], ['id-3']]);
  });

  it('makes every step a root once one has depends_on, an empty one included', () => {
    const steps = stepsOf(`steps:\n${step('a')}${step('b', '    depends_on: []\n')}${step('c', '    depends_on: a\n')}`);
    expect([steps['a']?.after, steps['b']?.after, steps['c']?.after]).toEqual([['id-1'], ['id-1'], ['id-2']]);
  });

  it.each([
    [step('a', '    depends_on: b\n') + step('b', '    depends_on: a\n'), /circle: a → b → a/],
    [step('a', '    depends_on: a\n'), /circle: a → a/],
    [step('a', '    depends_on: nope\n'), /no such step/],
    [step('a', '    when: { branch: other }\n') + step('b', '    depends_on: a\n'), /filtered out by its conditions/],
    [step('a', '    depends_on: []\n') + step('a'), /Two steps are named "a"/],
  ])('refuses %j', (steps, message) => {
    expect(errorsOf(`steps:\n${steps}`).join()).toMatch(message);
  });

  it('leaves out an optional dependency that is filtered', () => {
    const steps = stepsOf(
      `skip_clone: true\nsteps:\n${step('a', '    when: { branch: other }\n')}${step('b', '    depends_on: [{ name: a, optional: true }]\n')}`,
    );
    expect(steps['b']?.after).toEqual([]);
  });
});

describe('when', () => {
  it.each([
    ['{ event: push }', true],
    ['{ event: tag }', false],
    ['{ event: [tag, push], branch: main }', true],
    ['[{ event: tag }, { branch: ma* }]', true],
    ['{ branch: { exclude: main } }', false],
    ['{ branch: { include: [main], exclude: [release/*] } }', true],
    ['{ path: src/** }', true],
    ['{ path: docs/** }', false],
    ['{ path: { exclude: ["src/**"] } }', false],
    ['{ path: { include: ["docs/**"], ignore_message: "HELLO" } }', true],
    ['{ ref: refs/heads/* }', true],
    ['{ repo: octo/* }', true],
    ['{ instance: ci.test }', true],
    ['{ instance: other }', false],
    ['{ cron: nightly }', true],
    ['{ status: [failure] }', true],
    ['{ evaluate: \'CI_COMMIT_BRANCH == "main" and CI_NOPE == ""\' }', true],
    ['{ evaluate: \'CI_COMMIT_BRANCH == "x"\' }', false],
  ])('%s keeps a step of this push: %s', (when, kept) => {
    const { workflows, filtered } = compileText(`skip_clone: true\nsteps:\n${step('a', `    when: ${when}\n`)}`);
    expect(workflows).toHaveLength(kept ? 1 : 0);
    expect(filtered).toBe(!kept);
  });

  it('drops a workflow, and those that need it, until nothing is left', () => {
    const files = [
      { name: 'a.yaml', text: `when: { event: tag }\nsteps:\n${step('x')}` },
      { name: 'b.yaml', text: `depends_on: a\nsteps:\n${step('x')}` },
      { name: 'c.yaml', text: `depends_on: [b]\nsteps:\n${step('x')}` },
    ];
    expect(compileText(files)).toMatchObject({ workflows: [], filtered: true });
    const withOptional = compileText([
      ...files,
      { name: 'd.yaml', text: `depends_on: [{ name: c, optional: true }]\nsteps:\n${step('x')}` },
    ]);
    expect(withOptional.workflows.map(({ name, dependsOn }) => [name, dependsOn])).toEqual([['d', []]]);
  });

  it('a dependency that no file bears is an error, one that does not run is told', () => {
    const deploy = { name: 'deploy.yaml', text: `when: { event: push }\ndepends_on: [biuld]\nsteps:\n${step('x')}` };
    const build = { name: 'build.yaml', text: `when: { event: push }\nsteps:\n${step('x')}` };
    const wrong = compileText([build, deploy]);
    expect(wrong.workflows).toEqual([]);
    expect(wrong.errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('depends on "biuld", but there is no such workflow'),
    ]);
    const tagged = { name: 'biuld.yaml', text: `when: { event: tag }\nsteps:\n${step('x')}` };
    const told = compileText([build, deploy, tagged]);
    expect(told.workflows.map(({ name }) => name)).toEqual(['build']);
    expect(told.errors).toEqual([expect.objectContaining({ is_warning: true, message: expect.stringContaining('"deploy" does not run') })]);
  });

  it.each([
    ['when: { event: push, brnach: main }', /no key `brnach` in `when`/],
    ['when: { event: push, branch: { includes: main } }', /no key `includes` in `when.branch`/],
    ['when: { event: push, path: { on_emtpy: true } }', /no key `on_emtpy` in `when.path`/],
    ['when: { event: psuh }', /no event `psuh`/],
    ['when: { event: push, status: [sucess] }', /no status `sucess`/],
    ['runs_on: [failed]', /no status `failed`/],
    ['workspace: { pfad: x }', /no key `pfad` in `workspace`/],
    ['concurrency: { limt: 1, limit: 2 }', /no key `limt` in `concurrency`/],
    ['depends_on: [{ name: woodpecker, optionl: true }]', /no key `optionl` in `depends_on`/],
    ['matrix: { A: [1] }', /filtered by `B`, but the matrix has no such key/],
  ])('%s has an effect that is told', (line, message) => {
    const text = `${line}\nsteps:\n${step('a')}${step('b', line.startsWith('matrix') ? '    when: { matrix: { B: 1 } }\n' : '')}`;
    expect(
      compileText(text)
        .errors.map((fault) => fault.message)
        .join('\n'),
    ).toMatch(message);
  });

  it('refuses workflows that wait for each other', () => {
    const files = ['a', 'b'].map((name) => ({
      name: `${name}.yaml`,
      text: `depends_on: ${name === 'a' ? 'b' : 'a'}\nsteps:\n${step('x')}`,
    }));
    expect(
      compileText(files)
        .errors.map(({ message }) => message)
        .join(),
    ).toMatch(/circle: a → b → a/);
  });

  it.each([
    ['', ['success']],
    ['when: { status: [failure] }', ['failure']],
    ['when: { status: [success, failure] }', ['success', 'failure']],
    ['runs_on: [failure]', ['failure']],
  ])('%j runs on %j', (line, runsOn) => {
    expect(compileText(`${line}\nsteps:\n${step('a')}`).workflows[0]?.runsOn).toEqual(runsOn);
  });

  it('reads the status of steps', () => {
    const steps = stepsOf(
      `steps:\n${step('a')}${step('b', '    when: { status: failure }\n')}${step('c', '    when: [{ event: push }, { status: [failure] }]\n')}`,
    );
    expect(['a', 'b', 'c'].map((name) => [steps[name]?.onSuccess, steps[name]?.onFailure])).toEqual([
      [true, false],
      [false, true],
      [true, true],
    ]);
  });

  it('tells an expression that cannot be evaluated', () => {
    expect(errorsOf(`steps:\n${step('a', "    when: { evaluate: 'CI_COMMIT_BRANCH' }\n")}`).join()).toMatch(/Step "a".*expected bool/);
  });
});

describe('matrix', () => {
  it('multiplies sorted keys, the last fastest, and filters steps by axis', () => {
    const text = `matrix: { B: [1, 2], A: [1.20, x] }\nsteps:\n${step('a', '    when: { matrix: { A: x } }\n')}${step('b')}`;
    const { workflows } = compileText(text);
    expect(workflows.map(({ axis, axisId }) => [axisId, axis])).toEqual([
      [1, { A: '1.20', B: '1' }],
      [2, { A: '1.20', B: '2' }],
      [3, { A: 'x', B: '1' }],
      [4, { A: 'x', B: '2' }],
    ]);
    expect(workflows.map(({ config }) => config.steps.length)).toEqual([2, 2, 3, 3]);
    expect(workflows[2]?.config.steps[1]?.environment['A']).toBe('x');
  });

  it('takes include alone and substitutes the axis', () => {
    const { workflows } = compileText(
      'matrix:\n  include:\n    - { SHELL_NAME: sh }\n    - { SHELL_NAME: bash }\nsteps:\n  a: { image: "${SHELL_NAME}", commands: ls }',
    );
    expect(workflows.map(({ config }) => config.steps[1]?.image)).toEqual(['sh', 'bash']);
  });

  it('stops after 27 axes and says so', () => {
    const { workflows, errors } = compileText(
      `matrix: { A: [${Array.from({ length: 40 }, (_, i) => i).join(',')}] }\nsteps:\n${step('a')}`,
    );
    expect(workflows).toHaveLength(27);
    expect(errors.filter((fault) => fault.data.field === 'matrix').map(({ message }) => message)).toEqual([
      'The matrix gives 40 combinations; only the first 27 are run.',
    ]);
    const keys = Array.from({ length: 13 }, (_, index) => `K${index + 10}: [1]`).join(', ');
    expect(compileText(`matrix: { ${keys} }\nsteps:\n${step('a')}`).errors.map(({ message }) => message)).toContain(
      'The matrix has 13 keys; only the first 12 by name are used, without K22.',
    );
  });
});

describe('environment, settings, secrets', () => {
  const secrets = [
    { name: 'Token', value: 'hunter22', events: [], images: [] },
    { name: 'unused', value: 'never-sent', events: [], images: [] },
    { name: 'tagged', value: 'v', events: ['tag'], images: [] },
    { name: 'for_plugin', value: 'p', events: [], images: ['plugins/docker'] },
  ];

  it('sends only the secrets in use', () => {
    const config = compileText('steps:\n  a: { image: bash, commands: ls, environment: { T: { from_secret: token } } }', { secrets })
      .workflows[0]?.config;
    expect(config?.steps[1]?.environment['T']).toBe('hunter22');
    expect(config?.secrets).toEqual([{ name: 'token', value: 'hunter22' }]);
    expect(JSON.stringify(config)).not.toContain('never-sent');
  });

  it.each([
    ['nope', /secret "nope" not found; add it/],
    ['tagged', /not allowed for the event push/],
    ['for_plugin', /only allowed for plugins/],
  ])('refuses secret %s in words', (name, message) => {
    const text = `steps:\n  a:\n    image: bash\n    commands: ls\n    environment:\n      T: { from_secret: ${name} }`;
    const { errors, workflows } = compileText(text, { secrets });
    expect(workflows).toEqual([]);
    expect(errors.find((fault) => !fault.is_warning)).toMatchObject({
      type: 'compiler',
      message: expect.stringMatching(message),
      data: { line: 6 },
    });
  });

  it.each([
    ['pull_request', [], false],
    ['pull_request_closed', ['push'], false],
    ['pull_request', ['pull_request_closed'], false],
    ['pull_request_closed', ['pull_request_closed'], true],
    ['pull_request_metadata', ['pull_request'], true],
  ] as const)('gives %s a secret of the events %j: %j', (event, events, isGiven) => {
    const text = 'steps:\n  a: { image: bash, commands: ls, environment: { T: { from_secret: key } } }';
    const metadata = pushMetadata({ pipeline: { event } });
    const { workflows } = compileText(text, { metadata, secrets: [{ name: 'key', value: 'hunter22', events: [...events], images: [] }] });
    expect(workflows.map(({ config }) => config.secrets.length)).toEqual(isGiven ? [1] : []);
  });

  it('turns settings into PLUGIN_ variables', () => {
    const text = `steps:
  a:
    image: plugins/docker:20
    settings: { repo.name: x, dry-run: true, n: 1.5, list: [a, ~, 2], none: [], gone: ~, map: { k: [1] }, deep: [{ t: { from_secret: for_plugin } }] }`;
    const found = compileText(text, { secrets }).workflows[0]?.config.steps[1];
    expect(found?.type).toBe('plugin');
    expect(Object.fromEntries(Object.entries(found?.environment ?? {}).filter(([key]) => key.startsWith('PLUGIN_')))).toEqual({
      PLUGIN_REPO_NAME: 'x',
      PLUGIN_DRY_RUN: 'true',
      PLUGIN_N: '1.5',
      PLUGIN_LIST: 'a,,2',
      PLUGIN_NONE: '',
      PLUGIN_MAP: '{"k":[1]}',
      PLUGIN_DEEP: '[{"t":"p"}]',
    });
  });

  // As the author wrote it: `String(987654321098765432)` ends in 400.
  it.each(['987654321098765432', '1.20', '0x10', '1e3', '0o17', 'true', 'True', 'yes', '2026-11-25', '.5', '+1', '1_000', '.inf', '007'])(
    'keeps %s as it is written, wherever a text is meant',
    (written) => {
      const text = `matrix: { A: [${written}] }
labels: { l: ${written} }
steps:
  a: { image: bash, commands: ls, environment: { E: ${written}, L: [${written}, x] } }
  b: { image: plugins/x, settings: { s: ${written} } }`;
      const workflow = compileText(text).workflows[0];
      const [a, b] = workflow?.config.steps.slice(1) ?? [];
      expect([workflow?.axis['A'], workflow?.labels['l'], a?.environment['E'], a?.environment['L'], b?.environment['PLUGIN_S']]).toEqual([
        written,
        written,
        written,
        `${written},x`,
        written,
      ]);
    },
  );

  it.each([
    ['987654321098765432', '987654321098765432'],
    ['1.20', '1.20'],
    ['0x10', '16'],
    ['.inf', '".inf"'],
    ['true', 'true'],
    ['"1.20"', '"1.20"'],
    ['~', 'null'],
  ])('keeps the digits of %s in JSON', (written, printed) => {
    const text = `steps:\n  b: { image: plugins/x, settings: { s: { k: ${written} } } }`;
    expect(compileText(text).workflows[0]?.config.steps[1]?.environment['PLUGIN_S']).toBe(`{"k":${printed}}`);
  });

  it('reads a file with the variables of a manual start in it, which replace neither the pipeline’s own nor an axis', () => {
    const metadata = pushMetadata({ pipeline: { variables: { IMAGE: 'node', CI_REPO: 'mine', A: 'two' } } });
    const text = 'matrix: { A: [one] }\nsteps:\n  - { name: s, image: "${IMAGE:=bash}", commands: ["${CI_REPO} ${A}"] }\n';
    expect(compileText(text, { metadata }).workflows[0]?.config.steps[1]).toMatchObject({ image: 'node', commands: ['octo/hello one'] });
    expect(compileText(text).workflows[0]?.config.steps[1]).toMatchObject({ image: 'bash' });
  });

  it('fills the variables of a step', () => {
    const metadata = pushMetadata({ pipeline: { variables: { HAND: 'y' } } });
    const found = compileText(`matrix: { A: [1] }\nsteps:\n${step('build')}`, { metadata, globals: { CI_REPO: 'never', G: 'g' } })
      .workflows[0]?.config.steps[1];
    expect(found?.environment).toMatchObject({
      CI: 'woodpecker',
      CI_REPO: 'octo/hello',
      CI_COMMIT_SHA: 'a'.repeat(40),
      CI_PIPELINE_EVENT: 'push',
      CI_PIPELINE_FILES: '["src/a.ts"]',
      CI_PIPELINE_URL: 'http://ci.test/repos/7/pipeline/3',
      CI_STEP_NAME: 'build',
      CI_STEP_NUMBER: '3',
      CI_STEP_URL: 'http://ci.test/repos/7/pipeline/3/3',
      CI_WORKFLOW_NAME: 'woodpecker',
      CI_WORKFLOW_NUMBER: '1',
      CI_WORKSPACE: '/woodpecker/src/forge.test/octo/hello',
      A: '1',
      G: 'g',
      HAND: 'y',
    });
    expect(found?.environment).not.toHaveProperty('CI_COMMIT_TAG');
  });

  it('leaves CI_PIPELINE_FILES unset beyond 500 files, though path still sees them', () => {
    const changedFiles = Array.from({ length: 501 }, (_, index) => `docs/${index}`);
    const found = compileText(`steps:\n${step('a', '    when: { path: docs/** }\n')}`, { changedFiles }).workflows[0]?.config.steps[1];
    expect(found?.environment).not.toHaveProperty('CI_PIPELINE_FILES');
  });

  it('cannot be broken out of by a commit message with newlines', () => {
    const metadata = pushMetadata({ commit: { message: 'x\nsteps: {}' } });
    const found = compileText('steps:\n  a:\n    image: bash\n    commands: ls\n    environment:\n      M: ${CI_COMMIT_MESSAGE}', {
      metadata,
    });
    expect(found.workflows[0]?.config.steps[1]?.environment['M']).toBe('x\nsteps: {}');
  });
});

describe('labels, clone, lint', () => {
  it('keeps labels, or takes the defaults', () => {
    expect(compileText(`labels: { backend: local, empty: "", woodpecker-ci.org/x: y }\nsteps:\n${step('a')}`).workflows[0]?.labels).toEqual(
      { backend: 'local' },
    );
    expect(compileText(`steps:\n${step('a')}`, { defaultLabels: { backend: 'local' } }).workflows[0]?.labels).toEqual({ backend: 'local' });
  });

  it('clones one commit, all of a tag, and takes the plugin’s depth', () => {
    expect(compileText(`steps:\n${step('a')}`).workflows[0]?.config.clone).toEqual({
      url: 'http://forge.test:3000/octo/hello.git',
      sha: 'a'.repeat(40),
      ref: 'refs/heads/main',
      depth: 1,
    });
    const metadata = pushMetadata({ pipeline: { event: 'tag' } });
    expect(compileText(`steps:\n${step('a')}`, { metadata }).workflows[0]?.config.clone?.depth).toBe(0);
    const named = `clone:\n  git: { image: woodpeckerci/plugin-git, settings: { depth: 50 } }\nsteps:\n${step('a')}`;
    expect(compileText(named).workflows[0]?.config.clone?.depth).toBe(50);
  });

  it.each([
    ['    settings: { a: 1 }\n', /both `commands` and `settings`/],
    ['    privileged: true\n', /trust this repository \(security\)/],
    ['    volumes: ["/etc:/etc"]\n', /\(volumes\)/],
    ['    network_mode: host\n', /\(network\)/],
  ])('refuses %j', (extra, message) => {
    expect(errorsOf(`steps:\n${step('a', extra)}`).join()).toMatch(message);
  });

  it('warns of unknown keys and a missing event filter', () => {
    const { errors } = compileText(`stepz: 1\nsteps:\n${step('a', '    netwerks: x\n')}`);
    expect(errors.every((fault) => fault.is_warning)).toBe(true);
    expect(errors.map(({ type }) => type)).toEqual(expect.arrayContaining(['linter', 'bad_habit']));
    expect(compileText(`when: { event: push }\nsteps:\n${step('a')}`).errors).toEqual([]);
  });

  it('keeps a path inside the workspace', () => {
    expect(errorsOf(`workspace: { path: ../../etc }\nsteps:\n${step('a')}`).join()).toMatch(/stay inside/);
  });

  it('starts services beside the clone, and steps after both', () => {
    const { workflows } = compileText(`services:\n  db: { image: postgres }\nsteps:\n${step('a')}`);
    expect(workflows[0]?.config.steps.map(({ name, type, after, detach }) => [name, type, after, detach])).toEqual([
      ['clone', 'clone', [], false],
      ['db', 'service', [], true],
      ['a', 'commands', ['id-1', 'id-2'], false],
    ]);
  });
});

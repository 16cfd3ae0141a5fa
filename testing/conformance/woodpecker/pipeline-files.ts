/** Runs nothing and ends as its variables say: `SLEEP` how long it takes, `EXIT` with which code. */
function workflow(steps: string, members = ''): string {
  return `skip_clone: true
labels: { backend: dummy }
when: { event: [push, tag, manual, deployment] }
${members}steps:
${steps}`;
}

/** A step; words of `when:` where it does not run for all. */
function step(name: string, { when = '', variables = 'SLEEP: "${SLEEP:=0s}", STEP_EXIT_CODE: "${EXIT:=0}"' } = {}): string {
  return `  - name: ${name}
    image: bash
    commands: [echo ${name}, echo done]
    environment: { ${variables} }
${when === '' ? '' : `    when: { ${when} }\n`}`;
}

/** One step for deployments, two for all else. */
export const YAML = workflow(
  step('build', { when: 'event: [push, tag, manual]' }) +
    step('test', { when: 'event: [push, tag, manual]', variables: 'SLEEP: 0s' }) +
    step('release', { when: 'event: deployment' }),
);

/** Two workflows, of which `second` runs after `first`. */
export const TWO_WORKFLOWS = {
  '.woodpecker/first.yaml': workflow(step('one')),
  '.woodpecker/second.yaml': workflow(step('two', { variables: 'SLEEP: 0s' }), 'depends_on: [first]\n'),
};

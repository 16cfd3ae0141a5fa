import { compilePipeline } from '../src/compile/compile-pipeline.ts';
import type { Assignment, CompileInput } from '../src/index.ts';

/** Compiles one file on a push to octo/hello; step uuids are the steps' names. */
export function assign(
  text: string,
  changes: Partial<Assignment> & { secrets?: CompileInput['secrets']; cloneUrl?: string; sha?: string; ref?: string } = {},
): Assignment {
  const { secrets = [], cloneUrl = 'http://127.0.0.1:9/octo/hello.git', sha = 'a'.repeat(40), ref = 'refs/heads/main', ...rest } = changes;
  const { errors, workflows } = compilePipeline({
    files: [{ name: '.woodpecker.yaml', text }],
    metadata: {
      system: { name: 'woodpecker', url: 'http://ci.test', host: 'ci.test', version: '3.17.0' },
      forge: { type: 'gitea', url: 'http://forge.test' },
      repo: {
        id: 7,
        owner: 'octo',
        name: 'hello',
        remoteId: '11',
        url: 'http://forge.test/octo/hello',
        cloneUrl,
        defaultBranch: 'main',
        isPrivate: true,
      },
      pipeline: { number: 3, event: 'push', created: 1_700_000_000, author: 'octo' },
      commit: { sha, ref, branch: 'main', message: 'feat: hello', author: 'octo' },
    },
    secrets,
    trusted: { network: false, volumes: false, security: false },
    changedFiles: [],
    timeoutMinutes: 60,
  });
  const config = workflows[0]?.config;
  if (config === undefined) throw new Error(`The test's file does not compile: ${JSON.stringify(errors)}`);
  const names = new Map(config.steps.map(({ uuid, name }) => [uuid, name]));
  const steps = config.steps.map((step) => ({ ...step, uuid: step.name, after: step.after.map((uuid) => names.get(uuid) as string) }));
  return { workflowId: 'w1', timeoutMinutes: config.timeoutMinutes, config: { ...config, steps }, ...rest };
}

/** A file without a clone whose steps run the given commands in bash, one after the other. */
export function script(steps: Record<string, string | { commands: string | string[]; extra?: string }>): string {
  const lines = Object.entries(steps).map(([name, step]) => {
    const { commands, extra = '' } = typeof step === 'string' ? { commands: step } : step;
    return `  ${name}:\n    image: bash\n    commands: ${JSON.stringify(typeof commands === 'string' ? [commands] : commands)}\n${extra === '' ? '' : `    ${extra}\n`}`;
  });
  return `skip_clone: true\nsteps:\n${lines.join('')}`.replaceAll('$', '$$$$');
}

import type { CompileInput } from './compile-input.ts';
import { compilePipeline } from './compile-pipeline.ts';
import type { PipelineMetadata } from './metadata.ts';

/** A push to `main` of octo/hello; tests change what they are about. */
export function pushMetadata(
  changes: { pipeline?: Partial<PipelineMetadata['pipeline']>; commit?: Partial<PipelineMetadata['commit']> } = {},
): PipelineMetadata {
  return {
    system: { name: 'woodpecker', url: 'http://ci.test', host: 'ci.test', version: '3.17.0' },
    forge: { type: 'gitea', url: 'http://forge.test' },
    repo: {
      id: 7,
      owner: 'octo',
      name: 'hello',
      remoteId: '11',
      url: 'http://forge.test:3000/octo/hello',
      cloneUrl: 'http://forge.test:3000/octo/hello.git',
      defaultBranch: 'main',
      isPrivate: true,
    },
    pipeline: { number: 3, event: 'push', created: 1_700_000_000, author: 'octo', ...changes.pipeline },
    commit: { sha: 'a'.repeat(40), ref: 'refs/heads/main', branch: 'main', message: 'feat: hello', author: 'octo', ...changes.commit },
  };
}

/** Compiles one file `.woodpecker.yaml` (or the given files) on that push. */
export function compileText(text: string | CompileInput['files'], changes: Partial<CompileInput> = {}): ReturnType<typeof compilePipeline> {
  let id = 0;
  return compilePipeline({
    files: typeof text === 'string' ? [{ name: '.woodpecker.yaml', text }] : text,
    metadata: pushMetadata(),
    secrets: [],
    trusted: { network: false, volumes: false, security: false },
    changedFiles: ['src/a.ts'],
    timeoutMinutes: 60,
    newId: () => `id-${++id}`,
    ...changes,
  });
}

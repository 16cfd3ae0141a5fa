import type { Draft } from './draft.ts';
import type { PipelineMetadata } from './metadata.ts';

/** Where the checkout lies under the workspace: `workspace.path`, or `src/<forge host>/<path of the repository>` (docs/reference/pipelines.md#workflows). */
export function checkoutPath({ file, faults }: Draft, { repo }: PipelineMetadata): string {
  const written = file.workspace.path;
  if (written === undefined) return defaultPath(repo.url, `${repo.owner}/${repo.name}`);
  const parts = written.split('/').filter((part) => part !== '' && part !== '.');
  if (written.includes('\0') || parts.includes('..')) {
    faults.error('compiler', '`workspace.path` must stay inside the workspace; leave out `..`.', { field: 'workspace.path' });
  }
  return parts.join('/');
}

/** `CI_WORKSPACE` as a container sees it; a backend without containers puts its own path there. */
export function workspaceVariable(draft: Draft, metadata: PipelineMetadata, isPlugin: boolean): string {
  const base = isPlugin ? '/woodpecker' : (draft.file.workspace.base ?? '/woodpecker');
  return `${base.replace(/\/+$/, '')}/${checkoutPath(draft, metadata)}`;
}

function defaultPath(url: string, fullName: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const path = parsed === undefined ? fullName : `${parsed.hostname}${parsed.pathname}`;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  return ['src', ...parts].join('/');
}

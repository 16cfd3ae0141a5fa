import { useQuery } from '@tanstack/react-query';

import { issueGetIssue } from '@mosaic/contracts/gitea';
import { journeyGet, taskList } from '@mosaic/contracts/mosaic';

import { readTarget, type Target } from '../../actions/jump.ts';
import { callMcp, forge } from '../../api/clients.ts';
import { MissingError } from '../../api/failure.ts';
import { Forward, pathTo } from '../../parts/app-link.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { useHash } from '../../parts/use-hash.ts';
import { goKeys } from './keys.ts';

/** `/-/go/{commit, owner/repo#12, task id, trace id}` looks the thing up and forwards to its page. */
export function GoPage({ _splat }: { _splat: string }) {
  const hash = useHash();
  const text = hash === '' ? _splat : `${_splat}#${hash}`;
  const found = useQuery({ queryKey: goKeys.target(text), queryFn: () => resolve(text), retry: false });
  return (
    <ObjectPage title={`Looking for ${text}`}>
      <Loaded query={found} rows={3}>
        {(href) => <Forward href={href} />}
      </Loaded>
    </ObjectPage>
  );
}

async function resolve(text: string): Promise<string> {
  const target = readTarget(text, window.location.origin);
  const path = target === null ? null : await pathOf(target);
  if (path === null) throw new MissingError(`"${text}"`);
  return path;
}

async function pathOf(target: Target): Promise<string | null> {
  switch (target.kind) {
    case 'path':
      return target.path;
    case 'trace':
      return pathTo('-', 'journeys', target.id);
    case 'commit': {
      const { journey } = await callMcp(journeyGet, { id: target.sha });
      return pathTo('-', 'journeys', journey.traceId);
    }
    case 'numbered': {
      const { owner, repo, number } = target;
      const issue = await forge.callOrNull(issueGetIssue, { owner, repo, index: number });
      const noun = issue === null ? 'pipelines' : issue.pull_request ? 'pulls' : 'issues';
      return pathTo(owner, repo, noun, number);
    }
    case 'task': {
      const { tasks } = await callMcp(taskList, { id: target.id, limit: 1 });
      const task = tasks[0];
      return task === undefined ? null : pathTo('-', 'projects', task.project, 'tasks', task.id);
    }
  }
}

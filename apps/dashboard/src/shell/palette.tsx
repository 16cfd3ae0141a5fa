import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { Repository } from '@mosaic/contracts/gitea';
import type { Principal, Project } from '@mosaic/contracts/mosaic';

import { readTarget } from '../actions/jump.ts';
import { type Action, useAllActions } from '../actions/registry.tsx';
import { homeJourneysQuery, type JourneyView } from '../features/journeys/queries.ts';
import { principalsQuery } from '../features/people/queries.ts';
import { projectsQuery } from '../features/projects/queries.ts';
import { repositoriesQuery } from '../features/repositories/queries.ts';
import { may, useSession } from '../features/session/queries.ts';
import { pathTo, useGo } from '../parts/app-link.tsx';
import {
  ICON,
  IssueIcon,
  JourneyIcon,
  PersonIcon,
  ProjectIcon,
  PullRequestIcon,
  RepositoryIcon,
  SearchIcon,
  type NounIcon,
} from '../theme/icons.ts';

interface Choice {
  id: string;
  title: string;
  detail?: string;
  group: string;
  icon: NounIcon;
  run: () => void;
}

const LIMIT = 40;

/** Ctrl K: objects, then actions. ">" actions only, "@" people and agents, "#" an issue or a pull request; a pasted id or address jumps. */
export function Palette() {
  const [text, setText] = useState('');
  const choices = useChoices(text);
  const groups = Map.groupBy(choices.slice(0, LIMIT), ({ group }) => group);
  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut={null}
      scrollable
      maxHeight={480}
      clearQueryOnClose
      overlayProps={{ blur: 0, backgroundOpacity: 0.55 }}
    >
      <Modal.Title className="visually-hidden">Search or run</Modal.Title>
      <Spotlight.Search
        placeholder="Search, or paste a commit, trace id or address"
        aria-label="Search, or paste a commit, trace id or address"
        leftSection={<SearchIcon {...ICON} />}
      />
      <Spotlight.ActionsList>
        {[...groups].map(([group, list]) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {list.map(({ id, title, detail, icon: Glyph, run }) => (
              <Spotlight.Action key={id} label={title} description={detail} leftSection={<Glyph {...ICON} />} onClick={run} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {choices.length === 0 && (
          <Spotlight.Empty>Nothing matches. Prefixes: &gt; actions, @ people and agents, # issues and pull requests.</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
      <Spotlight.Footer className="meta">&gt; actions · @ people and agents · owner/repo#12 · a pasted id jumps</Spotlight.Footer>
    </Spotlight.Root>
  );
}

/** What a text finds: by its prefix, or of everything. */
function useChoices(text: string): Choice[] {
  const go = useGo();
  const session = useSession();
  const projects = useQuery(projectsQuery);
  const [repositoryWords] = useDebouncedValue(/^[>@#]/.test(text) ? '' : text.trim(), 200);
  const repositories = useQuery({ ...repositoriesQuery({ q: repositoryWords, page: 1 }), enabled: text !== '' });
  const journeys = useQuery(homeJourneysQuery);
  const people = useQuery({ ...principalsQuery, enabled: text.startsWith('@') && may(session, 'accounts:principal:read') });
  const actions = useAllActions().map(actionChoice);

  const prefix = /^[>@#]/.exec(text)?.[0] ?? '';
  const words = text.slice(prefix.length).trim().toLowerCase();
  const matches = ({ title, detail = '' }: Choice): boolean => `${title} ${detail}`.toLowerCase().includes(words);
  if (prefix === '>') return actions.filter(matches);
  if (prefix === '@') return (people.data ?? []).map((one) => personChoice(one, go)).filter(matches);
  if (prefix === '#') {
    const known = (projects.data ?? []).toSorted((a, b) => Number(isHere(b)) - Number(isHere(a)));
    if (/^[1-9]\d{0,8}$/.test(words)) return known.map((one) => numberChoice(one, words, go));
    return known.flatMap((one) => [issuesChoice(one, go), pullsChoice(one, go)]).filter(matches);
  }
  const found = [
    ...(journeys.data ?? []).map((one) => journeyChoice(one, go)),
    ...(projects.data ?? []).map((one) => projectChoice(one, go)),
    ...(repositories.data?.items ?? []).map((one) => repositoryChoice(one, go)),
  ].filter(matches);
  return [...jumpChoices(text, go), ...(words === '' ? found.slice(0, 8) : found), ...actions.filter(matches)];
}

type Go = (href: string) => void;

function jumpChoices(text: string, go: Go): Choice[] {
  if (readTarget(text, window.location.origin) === null) return [];
  const id = text.trim();
  return [{ id: 'jump', title: `Go to ${id}`, group: 'Jump', icon: JourneyIcon, run: () => go(`/-/go/${encodeURIComponent(id)}`) }];
}

function actionChoice({ id, title, group, icon, run }: Action): Choice {
  return { id: `action-${id}`, title, group: group === 'Go to' ? 'Go to' : 'Actions', icon: icon ?? SearchIcon, run };
}

function personChoice({ login, name, kind }: Principal, go: Go): Choice {
  return {
    id: `who-${login}`,
    title: login,
    detail: `${name} · ${kind}`,
    group: 'People and agents',
    icon: PersonIcon,
    run: () => go(pathTo(login)),
  };
}

function issuesChoice({ repository }: Project, go: Go): Choice {
  return {
    id: `issues-${repository}`,
    title: `Issues of ${repository}`,
    group: 'Issues',
    icon: IssueIcon,
    run: () => go(`/${repository}/issues`),
  };
}

function pullsChoice({ repository }: Project, go: Go): Choice {
  return {
    id: `pulls-${repository}`,
    title: `Pull requests of ${repository}`,
    group: 'Pull requests',
    icon: PullRequestIcon,
    run: () => go(`/${repository}/pulls`),
  };
}

/** Whether the page is one of the project's repository. */
function isHere({ repository }: Project): boolean {
  return `${window.location.pathname}/`.startsWith(`/${repository}/`);
}

/** Which noun has the number is looked up there. */
function numberChoice({ repository }: Project, number: string, go: Go): Choice {
  return {
    id: `number-${repository}`,
    title: `${repository}#${number}`,
    group: 'Issue or pull request',
    icon: IssueIcon,
    run: () => go(`/-/go/${encodeURIComponent(`${repository}#${number}`)}`),
  };
}

function journeyChoice({ traceId, title, repository, sha }: JourneyView, go: Go): Choice {
  return {
    id: traceId,
    title,
    detail: `${repository} ${sha.slice(0, 10)}`,
    group: 'Recent changes',
    icon: JourneyIcon,
    run: () => go(pathTo('-', 'journeys', traceId)),
  };
}

function projectChoice({ name, repository }: Project, go: Go): Choice {
  return {
    id: `project-${name}`,
    title: name,
    detail: repository,
    group: 'Projects',
    icon: ProjectIcon,
    run: () => go(pathTo('-', 'projects', name)),
  };
}

function repositoryChoice({ id, full_name, description }: Repository, go: Go): Choice {
  return {
    id: `repo-${id}`,
    title: full_name,
    detail: description,
    group: 'Repositories',
    icon: RepositoryIcon,
    run: () => go(`/${full_name}`),
  };
}

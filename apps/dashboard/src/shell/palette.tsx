import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { readTarget } from '../actions/jump.ts';
import { useAllActions } from '../actions/registry.tsx';
import { homeJourneysQuery } from '../features/journeys/queries.ts';
import { principalsQuery } from '../features/people/queries.ts';
import { projectsQuery } from '../features/projects/queries.ts';
import { repositoriesQuery } from '../features/repositories/queries.ts';
import { may, useSession } from '../features/session/queries.ts';
import { pathTo, useGo } from '../parts/app-link.tsx';
import { ICON, IssueIcon, JourneyIcon, PersonIcon, ProjectIcon, RepositoryIcon, SearchIcon, type NounIcon } from '../theme/icons.ts';
import { useGlobalActions } from './account-menu.tsx';

interface Choice {
  id: string;
  title: string;
  detail?: string;
  group: string;
  icon: NounIcon;
  run: () => void;
}

const LIMIT = 40;

/** Ctrl K: objects, then actions. ">" actions only, "@" people and agents, "#" an issue; a pasted id or address jumps. */
export function Palette() {
  useGlobalActions();
  const [text, setText] = useState('');
  const choices = useChoices(text);
  const groups = Map.groupBy(choices.slice(0, LIMIT), ({ group }) => group);
  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut="mod + K"
      tagsToIgnore={[]}
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
        {choices.length === 0 && <Spotlight.Empty>Nothing matches. Prefixes: &gt; actions, @ people and agents, # issues.</Spotlight.Empty>}
      </Spotlight.ActionsList>
      <Spotlight.Footer className="meta">&gt; actions · @ people and agents · owner/repo#12 · a pasted id jumps</Spotlight.Footer>
    </Spotlight.Root>
  );
}

function useChoices(text: string): Choice[] {
  const go = useGo();
  const isOpen = spotlight !== undefined && text !== '';
  const session = useSession();
  const projects = useQuery(projectsQuery);
  const [repositoryWords] = useDebouncedValue(/^[>@#]/.test(text) ? '' : text.trim(), 200);
  const repositories = useQuery({ ...repositoriesQuery({ q: repositoryWords, page: 1 }), enabled: isOpen });
  const journeys = useQuery(homeJourneysQuery);
  const people = useQuery({ ...principalsQuery, enabled: text.startsWith('@') && may(session, 'accounts:principal:read') });
  const actions = useAllActions();

  const prefix = /^[>@#]/.exec(text)?.[0] ?? '';
  const words = text.slice(prefix.length).trim().toLowerCase();
  const matches = ({ title, detail = '' }: Pick<Choice, 'title' | 'detail'>): boolean => `${title} ${detail}`.toLowerCase().includes(words);

  const target = readTarget(text, window.location.origin);
  const jump: Choice[] =
    target === null
      ? []
      : [
          {
            id: 'jump',
            title: `Go to ${text.trim()}`,
            group: 'Jump',
            icon: JourneyIcon,
            run: () => go(`/-/go/${encodeURIComponent(text.trim())}`),
          },
        ];
  const actionChoices = actions.map(({ id, title, group, icon, run }): Choice => ({
    id: `action-${id}`,
    title,
    group: group === 'Go to' ? 'Go to' : 'Actions',
    icon: icon ?? SearchIcon,
    run,
  }));
  if (prefix === '>') return actionChoices.filter(matches);
  if (prefix === '@') {
    return (people.data ?? [])
      .map(({ login, name, kind }): Choice => ({
        id: `who-${login}`,
        title: login,
        detail: `${name} · ${kind}`,
        group: 'People and agents',
        icon: PersonIcon,
        run: () => go(pathTo(login)),
      }))
      .filter(matches);
  }
  if (prefix === '#') {
    return (projects.data ?? [])
      .map(({ repository }): Choice => ({
        id: `issues-${repository}`,
        title: `Issues of ${repository}`,
        group: 'Issues',
        icon: IssueIcon,
        run: () => go(`/${repository}/issues`),
      }))
      .filter((choice) => words === '' || /^\d+$/.test(words) || matches(choice));
  }
  const objects: Choice[] = [
    ...(journeys.data ?? []).map(({ traceId, title, repository, sha }): Choice => ({
      id: traceId,
      title,
      detail: `${repository} ${sha.slice(0, 10)}`,
      group: 'Recent changes',
      icon: JourneyIcon,
      run: () => go(pathTo('-', 'journeys', traceId)),
    })),
    ...(projects.data ?? []).map(({ name, repository }): Choice => ({
      id: `project-${name}`,
      title: name,
      detail: repository,
      group: 'Projects',
      icon: ProjectIcon,
      run: () => go(pathTo('-', 'projects', name)),
    })),
    ...(repositories.data?.items ?? []).map(({ id, full_name, description }): Choice => ({
      id: `repo-${id}`,
      title: full_name,
      detail: description,
      group: 'Repositories',
      icon: RepositoryIcon,
      run: () => go(`/${full_name}`),
    })),
  ];
  const found = objects.filter(matches);
  return [...jump, ...(words === '' ? found.slice(0, 8) : found), ...actionChoices.filter(matches)];
}

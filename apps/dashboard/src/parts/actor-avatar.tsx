import { IconRobot } from '@tabler/icons-react';

import './actor-avatar.css';

/** Principals that the platform itself runs as agents; others are told by the directory. */
const BUILT_IN_AGENTS = new Set(['triage', 'reviewer']);

/** Round for people, square for agents; the name beside it unless `bare`. */
export function ActorAvatar({ login, kind, bare = false }: { login: string; kind?: string; bare?: boolean }) {
  const isAgent = kind === undefined ? BUILT_IN_AGENTS.has(login) : kind !== 'person';
  return (
    <span className="actor" title={isAgent ? `${login} (agent)` : login}>
      <span
        className="actor-face"
        data-agent={isAgent || undefined}
        aria-hidden={!bare}
        role={bare ? 'img' : undefined}
        aria-label={bare ? login : undefined}
      >
        {isAgent ? <IconRobot size={14} stroke={1.75} /> : login.slice(0, 2).toUpperCase()}
      </span>
      {!bare && <span className="truncate">{login}</span>}
    </span>
  );
}

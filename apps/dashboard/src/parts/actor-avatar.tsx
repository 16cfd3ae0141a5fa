import { IconRobot, IconServer, IconUser } from '@tabler/icons-react';

import { useQuery } from '@tanstack/react-query';

import { agentsQuery } from '../features/agents/queries.ts';
import css from './actor-avatar.module.css';

type Kind = 'person' | 'agent' | 'service';

/** Agents are read once for all faces; their list is where they are followed. */
function useKind(login: string): Kind {
  const { data: agents = [] } = useQuery({ ...agentsQuery, refetchInterval: false, staleTime: Infinity });
  if (agents.some((agent) => agent.login === login)) return 'agent';
  return login.startsWith('mosaic-') ? 'service' : 'person';
}

/** Round for people, square for agents and services; the name beside it unless `bare`. */
export function ActorAvatar({ login, kind: given, bare = false }: { login: string; kind?: Kind; bare?: boolean }) {
  const known = useKind(login);
  const kind = given ?? known;
  return (
    <span className={css['actor']} title={kind === 'person' ? login : `${login} (${kind})`}>
      <span
        className={css['actor-face']}
        data-kind={kind}
        aria-hidden={!bare}
        role={bare ? 'img' : undefined}
        aria-label={bare ? login : undefined}
      >
        <Face login={login} kind={kind} bare={bare} />
      </span>
      {!bare && <span className="truncate">{login}</span>}
    </span>
  );
}

function Face({ login, kind, bare }: { login: string; kind: Kind; bare: boolean }) {
  if (kind === 'agent') return <IconRobot size={14} stroke={1.75} />;
  if (kind === 'service') return <IconServer size={14} stroke={1.75} />;
  return bare ? <IconUser size={14} stroke={1.75} /> : login.slice(0, 1).toUpperCase();
}

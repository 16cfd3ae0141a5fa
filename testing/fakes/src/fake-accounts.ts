import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
  Door,
  getPrincipal,
  introspect,
  listAgents,
  listPrincipals,
  type AgentProfile,
  type Introspection,
  type Principal,
} from '@mosaic/contracts/mosaic';

type Active = Extract<Introspection, { active: true }>;

/** The path of {@link getPrincipal} with its name. */
const PRINCIPAL = new RegExp(`^${getPrincipal.path.replace('{login}', '([^/?]+)')}$`);

/** A principal of the fake, found by its token or its name and password. */
export interface FakePrincipal extends Partial<Omit<Active, 'active'>> {
  username: string;
  token: string;
  password?: string;
}

export interface FakeAccounts extends AsyncDisposable {
  url: string;
  /** How many introspections were asked for. */
  introspections(): number;
  /** Makes a token invalid from now on. */
  revoke(token: string): void;
}

/** What other services ask of accounts, on a free port: who a credential stands for, a principal, and all of them. */
export async function startFakeAccounts(principals: readonly FakePrincipal[]): Promise<FakeAccounts> {
  const revoked = new Set<string>();
  let asked = 0;
  const complete = (found: FakePrincipal, uid: number): Active => ({
    active: true,
    sub: `p-${uid}`,
    uid,
    kind: 'person',
    role: 'developer',
    built_in: false,
    name: found.username,
    email: `${found.username}@example.test`,
    token_id: `t-${uid}`,
    doors: [...Door.options],
    grants: ['*:*:*'],
    ...found,
  });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === introspect.path) {
      asked += 1;
      const wanted = JSON.parse(Buffer.concat(chunks).toString()) as { token?: string; username?: string; password?: string };
      const index = principals.findIndex((known) =>
        wanted.token === undefined
          ? known.username === wanted.username && known.password === wanted.password
          : known.token === wanted.token && !revoked.has(wanted.token),
      );
      if (index === -1) return answer(200, { active: false });
      const {
        token: _token,
        password: _password,
        ...shown
      } = complete(principals[index] as FakePrincipal, index + 1) as Active & FakePrincipal;
      return answer(200, shown);
    }
    const everybody = () =>
      principals
        .map((known, index) => presented(complete(known, index + 1)))
        .filter(({ login }, index, all) => all.findIndex((other) => other.login === login) === index);
    if (request.url === listPrincipals.path) return answer(200, everybody());
    if (request.url === listAgents.path)
      return answer(
        200,
        everybody()
          .filter(({ kind }) => kind === 'agent')
          .map(agentOf),
      );
    const login = PRINCIPAL.exec(request.url ?? '')?.[1];
    const index = principals.findIndex((known) => known.username.toLowerCase() === decodeURIComponent(login ?? '').toLowerCase());
    if (index === -1) return answer(404, { code: 'not_found' });
    return answer(200, presented(complete(principals[index] as FakePrincipal, index + 1)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    introspections: () => asked,
    revoke: (token) => void revoked.add(token),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function presented({ sub, uid, username, kind, role, built_in: builtIn, name, email }: Active): Principal {
  return { id: sub, uid, login: username, kind, role, builtIn, name, email, disabled: false, createdAt: 0 };
}

/** The platform's own run here, others elsewhere. */
function agentOf({ login, role, name, builtIn }: Principal): AgentProfile {
  const budget = { tokens: 0, seconds: 600, toolCalls: 2_000 };
  return { login, role, name, builtIn, persona: '', runtime: builtIn ? 'built-in' : 'mcp', model: '', budget, state: 'active' };
}

import { createHash } from 'node:crypto';

import { Stack } from '@mosaic/platform/lifecycle';
import { startFakeForge } from '@mosaic/testing/fakes';

import { TOKENS } from '../../../services/forge/tests/harness.ts';
import type { FakeTarget } from '../src/run-suite.ts';
import { suite } from './suite.ts';
import { peopleAt, type GiteaTarget, type Home } from './target.ts';

/** The fake forge with the same people; its repositories are put there, since it makes none. */
export async function openFakeForge(): Promise<GiteaTarget & FakeTarget> {
  const stack = new Stack();
  const fake = stack.use(await startFakeForge());
  for (const [login, token] of Object.entries(TOKENS)) fake.logins.set(token, login);
  const people = peopleAt(stack, { url: fake.url, tokens: TOKENS, isStrict: true });
  const own: string[] = [];
  const unserved = (what: string): never => {
    own.push(what);
    throw new Error(what);
  };
  const home = (
    login: 'ada' | 'bob',
    { name = people.word(), private: isPrivate = false, ...others }: Parameters<GiteaTarget['home']>[0] = {},
  ): Home => {
    const [other] = Object.keys(others);
    if (other !== undefined) unserved(`it makes no repository with ${other}`);
    fake.add({ id: fake.repositories.length + 1, owner: login, name, private: isPrivate, branches: { main: 'a'.repeat(40) } });
    return { at: { owner: login, repo: name }, ...people.pair(login) };
  };
  return {
    ...people,
    // What is asked for by hand outside of the API is asked of git's own transport.
    get url() {
      return unserved('it is no git server');
    },
    send: (login) => async (request) => (request.path.startsWith('/api/') ? people.send(login)(request) : unserved('it is no git server')),
    isOurs: true,
    served: fake.served.filter((operation) => suite.operations.includes(operation)),
    takeUnserved: () => [...own.splice(0), ...fake.takeUnserved()],
    home: async (members) => home('ada', members),
    homes: async (members) => [home('ada', members), home('bob', members)],
    async branches({ at }, ...names) {
      const repository = fake.repositories.find(({ owner, name }) => owner === at.owner && name === at.repo);
      for (const name of names) Object.assign(repository?.branches ?? {}, { [name]: createHash('sha1').update(name).digest('hex') });
    },
    clone: async () => unserved('it is no git server'),
    receiver: async () => unserved('it delivers no webhooks by itself'),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

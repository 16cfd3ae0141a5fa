import { randomUUID } from 'node:crypto';

import { covers, type NewOauthApplication } from '@mosaic/contracts/mosaic';
import type * as native from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { newToken } from '@mosaic/platform/secrets';

import { found } from '../found.ts';
import type { Answers, Asker } from '../operations/answers.ts';
import { granted, type AccountsState } from './accounts-state.ts';

/** Applications that people may let in; the fake lets none in. */
export function applicationAnswers(state: AccountsState): Answers<typeof native> {
  let lastId = 0;
  const ownerOf = (asker: Pick<Asker, 'token'>, wanted: string | undefined, action: 'read' | 'write'): string => {
    const caller = granted(state, asker, `accounts:application:${action}`);
    const owner = wanted ?? caller?.username ?? '';
    if (caller !== null && caller.username !== owner && !covers(caller.grants, 'accounts:application:admin'))
      throw new MosaicError('forbidden', 'Only an administrator handles the applications of others.');
    return owner;
  };
  const stated = ({ redirectUris, ...rest }: Omit<NewOauthApplication, 'login'>) => {
    if (!redirectUris.every((uri) => /^https?:\/\/[^/#]+[^#]*$/.test(uri))) throw new MosaicError('invalid_input', 'This is no address.');
    return { ...rest, redirectUris };
  };
  const indexOf = (id: number, owner: string): number => {
    const index = state.applications.findIndex((one) => one.id === id && one.owner === owner);
    return found(index === -1 ? undefined : index);
  };
  const withSecret = <T>(application: T) => ({ ...application, clientSecret: `gto_${newToken()}` });
  return {
    listOauthApplications({ query }, asker) {
      const owner = ownerOf(asker, query?.login, 'read');
      return state.applications.filter((one) => one.owner === owner);
    },
    createOauthApplication({ body: { login, ...body } }, asker) {
      const owner = ownerOf(asker, login, 'write');
      const made = { ...stated(body), id: ++lastId, clientId: randomUUID(), owner, createdAt: Date.now() };
      state.applications.push(made);
      return withSecret(made);
    },
    replaceOauthApplication({ id, body: { login, ...body } }, asker) {
      const index = indexOf(id, ownerOf(asker, login, 'write'));
      const replaced = { ...found(state.applications[index]), ...stated(body) };
      state.applications[index] = replaced;
      return withSecret(replaced);
    },
    deleteOauthApplication({ id, query }, asker) {
      state.applications.splice(indexOf(id, ownerOf(asker, query?.login, 'write')), 1);
    },
  };
}

import { viewRepositories as contract } from '@mosaic/contracts/mosaic';

import { isOpen } from '../../../repositories/repository.ts';
import { actAs } from '../../../identity/sudo.ts';
import { implement } from '../../forge-operation.ts';

/** Native: what a person may see of many repositories, where Gitea's contract would be asked for each. */
export const viewRepositories = implement(contract, {
  grant: 'forge:sudo:admin',
  async handle({ caller, body: { login, repositories: asked } }, { repositories, people }) {
    const person = login === undefined ? null : await people.find(login);
    if (login !== undefined && (person === null || person.disabled)) return { repositories: [] };
    const found = await repositories.reader.these(person === null ? caller : actAs(caller, person), asked);
    return {
      repositories: found.flatMap(({ repository, level }) => {
        const { id, fullName, owner, defaultBranch } = repository;
        return level === 'none'
          ? []
          : [{ id, fullName, owner: owner.name, private: !isOpen(repository), defaultBranch, permission: level }];
      }),
    };
  },
});

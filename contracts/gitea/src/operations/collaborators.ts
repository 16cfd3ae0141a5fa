import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { CollaboratorAccess, User } from '../schemas.ts';
import { PagingQuery } from './paging.ts';

const CollaboratorParams = z.object({ collaborator: z.string() });

export const repoListCollaborators = defineOperation({
  id: 'repoListCollaborators',
  tag: 'repository',
  summary: 'The collaborators of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/collaborators',
  query: PagingQuery,
  answer: z.array(User),
});

export const repoCheckCollaborator = defineOperation({
  id: 'repoCheckCollaborator',
  tag: 'repository',
  summary: 'Nothing for a collaborator, 404 for anybody else',
  method: 'GET',
  path: '/repos/{owner}/{repo}/collaborators/{collaborator}',
  params: CollaboratorParams,
});

export const repoAddCollaborator = defineOperation({
  id: 'repoAddCollaborator',
  tag: 'repository',
  summary: 'Makes somebody a collaborator, or changes what one may do',
  method: 'PUT',
  path: '/repos/{owner}/{repo}/collaborators/{collaborator}',
  params: CollaboratorParams,
  body: z.object({ permission: z.enum(['read', 'write', 'admin']).default('write') }),
});

export const repoDeleteCollaborator = defineOperation({
  id: 'repoDeleteCollaborator',
  tag: 'repository',
  summary: 'Removes a collaborator',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/collaborators/{collaborator}',
  params: CollaboratorParams,
});

/** Everyone may ask about themselves, those who administer about all. */
export const repoGetRepoPermissions = defineOperation({
  id: 'repoGetRepoPermissions',
  tag: 'repository',
  summary: 'What somebody may do in a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/collaborators/{collaborator}/permission',
  params: CollaboratorParams,
  answer: CollaboratorAccess,
});

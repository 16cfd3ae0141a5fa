import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Organization, OrganizationPermissions, Repository } from '../schemas.ts';
import { PagingQuery } from './paging.ts';
import { NewRepositoryBody } from './repositories.ts';
import { UserParams } from './users.ts';

/** An organization by its name. */
export const OrgParams = z.object({ org: z.string() });

const Visibility = z.enum(['', 'public', 'limited', 'private'], 'is public, limited or private');
const FullName = z.string().max(100);
const Email = z.union([z.literal(''), z.email('is no address')]).refine((text) => text.length <= 255, 'is too long');
const Text = z.string().max(255);
const Website = z
  .union([z.literal(''), z.url({ protocol: /^https?$/, error: 'is no http or https address' })])
  .refine((text) => text.length <= 255, 'is too long');
const Location = z.string().max(50);

const NewOrganizationBody = z.object({
  username: z.string().min(1).max(100),
  full_name: FullName.default(''),
  email: Email.default(''),
  description: Text.default(''),
  website: Website.default(''),
  location: Location.default(''),
  visibility: Visibility.default(''),
  repo_admin_change_team_access: z.boolean().default(false),
});

export const orgGetAll = defineOperation({
  id: 'orgGetAll',
  tag: 'organization',
  summary: 'The organizations that the asker may know of',
  method: 'GET',
  path: '/orgs',
  query: PagingQuery,
  answer: z.array(Organization),
});

export const orgCreate = defineOperation({
  id: 'orgCreate',
  tag: 'organization',
  summary: 'Makes an organization, with the asker as its first owner',
  method: 'POST',
  path: '/orgs',
  body: NewOrganizationBody,
  status: 201,
  answer: Organization,
});

export const orgGet = defineOperation({
  id: 'orgGet',
  tag: 'organization',
  summary: 'One organization',
  method: 'GET',
  path: '/orgs/{org}',
  params: OrgParams,
  answer: Organization,
});

export const orgEdit = defineOperation({
  id: 'orgEdit',
  tag: 'organization',
  summary: 'Describes, hides or shows an organization',
  method: 'PATCH',
  path: '/orgs/{org}',
  params: OrgParams,
  body: z.object({
    full_name: FullName.optional(),
    email: Email.optional(),
    description: Text.optional(),
    website: Website.optional(),
    location: Location.optional(),
    /** Empty: as it is. */
    visibility: Visibility.optional(),
    repo_admin_change_team_access: z.boolean().optional(),
  }),
  answer: Organization,
});

export const orgDelete = defineOperation({
  id: 'orgDelete',
  tag: 'organization',
  summary: 'Deletes an organization that owns no repositories',
  method: 'DELETE',
  path: '/orgs/{org}',
  params: OrgParams,
});

export const renameOrg = defineOperation({
  id: 'renameOrg',
  tag: 'organization',
  summary: 'Renames an organization; its repositories go with it',
  method: 'POST',
  path: '/orgs/{org}/rename',
  params: OrgParams,
  body: z.object({ new_name: z.string().min(1).max(100) }),
});

export const orgListRepos = defineOperation({
  id: 'orgListRepos',
  tag: 'organization',
  summary: 'The repositories of an organization, as far as the asker may see them',
  method: 'GET',
  path: '/orgs/{org}/repos',
  params: OrgParams,
  query: PagingQuery,
  answer: z.array(Repository),
});

export const createOrgRepo = defineOperation({
  id: 'createOrgRepo',
  tag: 'organization',
  summary: 'Creates a repository that an organization owns',
  method: 'POST',
  path: '/orgs/{org}/repos',
  params: OrgParams,
  body: NewRepositoryBody,
  status: 201,
  answer: Repository,
  errors: [409],
});

export const createOrgRepoDeprecated = defineOperation({
  id: 'createOrgRepoDeprecated',
  tag: 'organization',
  summary: 'The same at its former path',
  method: 'POST',
  path: '/org/{org}/repos',
  params: OrgParams,
  body: NewRepositoryBody,
  status: 201,
  answer: Repository,
});

export const orgListCurrentUserOrgs = defineOperation({
  id: 'orgListCurrentUserOrgs',
  tag: 'organization',
  summary: 'The organizations of the person that asks',
  method: 'GET',
  path: '/user/orgs',
  query: PagingQuery,
  answer: z.array(Organization),
});

/** Of oneself all, of others those of which everybody may know. */
export const orgListUserOrgs = defineOperation({
  id: 'orgListUserOrgs',
  tag: 'organization',
  summary: "Somebody's organizations",
  method: 'GET',
  path: '/users/{username}/orgs',
  params: UserParams,
  query: PagingQuery,
  answer: z.array(Organization),
});

export const orgGetUserPermissions = defineOperation({
  id: 'orgGetUserPermissions',
  tag: 'organization',
  summary: 'What somebody may do in an organization',
  method: 'GET',
  path: '/users/{username}/orgs/{org}/permissions',
  params: z.object({ ...UserParams.shape, ...OrgParams.shape }),
  answer: OrganizationPermissions,
});

export const adminGetAllOrgs = defineOperation({
  id: 'adminGetAllOrgs',
  tag: 'admin',
  summary: 'All organizations, for administrators',
  method: 'GET',
  path: '/admin/orgs',
  query: PagingQuery,
  answer: z.array(Organization),
});

export const adminCreateOrg = defineOperation({
  id: 'adminCreateOrg',
  tag: 'admin',
  summary: 'Makes an organization of which somebody else is the first owner',
  method: 'POST',
  path: '/admin/users/{username}/orgs',
  params: UserParams,
  body: NewOrganizationBody,
  status: 201,
  answer: Organization,
});

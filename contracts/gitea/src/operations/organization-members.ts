import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { User } from '../schemas.ts';
import { OrgParams } from './organizations.ts';
import { PagingQuery } from './paging.ts';

const MemberParams = OrgParams.extend({ username: z.string() });

/** To who is no member: those of whom everybody may know. */
export const orgListMembers = defineOperation({
  id: 'orgListMembers',
  tag: 'organization',
  summary: 'The members of an organization',
  method: 'GET',
  path: '/orgs/{org}/members',
  params: OrgParams,
  query: PagingQuery,
  answer: z.array(User),
});

/** Who is no member is sent to {@link orgIsPublicMember}. */
export const orgIsMember = defineOperation({
  id: 'orgIsMember',
  tag: 'organization',
  summary: 'Nothing for a member, 404 for anybody else',
  method: 'GET',
  path: '/orgs/{org}/members/{username}',
  params: MemberParams,
  alsoStatus: [303],
});

export const orgDeleteMember = defineOperation({
  id: 'orgDeleteMember',
  tag: 'organization',
  summary: 'Removes somebody from all teams of an organization',
  method: 'DELETE',
  path: '/orgs/{org}/members/{username}',
  params: MemberParams,
});

export const orgListPublicMembers = defineOperation({
  id: 'orgListPublicMembers',
  tag: 'organization',
  summary: 'The members of whom everybody may know',
  method: 'GET',
  path: '/orgs/{org}/public_members',
  params: OrgParams,
  query: PagingQuery,
  answer: z.array(User),
});

export const orgIsPublicMember = defineOperation({
  id: 'orgIsPublicMember',
  tag: 'organization',
  summary: 'Nothing for a member of whom everybody may know, 404 for anybody else',
  method: 'GET',
  path: '/orgs/{org}/public_members/{username}',
  params: MemberParams,
});

export const orgPublicizeMember = defineOperation({
  id: 'orgPublicizeMember',
  tag: 'organization',
  summary: 'Lets everybody know of a membership',
  method: 'PUT',
  path: '/orgs/{org}/public_members/{username}',
  params: MemberParams,
});

export const orgConcealMember = defineOperation({
  id: 'orgConcealMember',
  tag: 'organization',
  summary: 'Lets members alone know of a membership',
  method: 'DELETE',
  path: '/orgs/{org}/public_members/{username}',
  params: MemberParams,
});

import { edgeProof, Places } from '@mosaic/platform/http';

import { CollaboratorReader } from '../collaborators/collaborator-reader.ts';
import { CollaboratorWriter } from '../collaborators/collaborator-writer.ts';
import { Archiver } from '../contents/archiver.ts';
import { ContentReader } from '../contents/content-reader.ts';
import { ContentWriter } from '../contents/content-writer.ts';
import type { ForgeContext } from '../context.ts';
import { Applications } from '../identity/applications.ts';
import { People } from '../identity/people.ts';
import { IssueReader } from '../issues/issue-reader.ts';
import { IssueWriter } from '../issues/issue-writer.ts';
import { OrganizationReader } from '../organizations/organization-reader.ts';
import { OrganizationWriter } from '../organizations/organization-writer.ts';
import { Links } from '../present/links.ts';
import { SshAddress } from '../present/ssh-address.ts';
import { authorOf } from '../pulls/around-merge.ts';
import type { Reviewer } from '../reviews/review.ts';
import { SuggestionApplier } from '../reviews/suggestion-applier.ts';
import { StatusReader } from '../statuses/status-reader.ts';
import { StatusWriter } from '../statuses/status-writer.ts';
import { MemberWriter } from '../teams/member-writer.ts';
import { TeamReader } from '../teams/team-reader.ts';
import { TeamWriter } from '../teams/team-writer.ts';
import { composeHooks } from './hooks.ts';
import { composeKeys } from './keys.ts';
import { composeLfs } from './lfs.ts';
import type { ForgePorts } from './ports.ts';
import { composePushes } from './pushes.ts';
import { composeReleases } from './releases.ts';
import { composeRepositories } from './repositories.ts';
import { composeScheduledMerges } from './scheduled-merges.ts';
import { composeReviews } from './reviews.ts';

export type Aggregates = ReturnType<typeof composeAggregates>;

/** Every aggregate of the forge, each given only what it uses; what the operations see of them is `context`. */
export function composeAggregates(ports: ForgePorts) {
  const { settings, accounts, store, events, folders, keyring } = ports;
  const ssh = new SshAddress({ publicUrl: settings.publicUrl, addresses: settings.ssh.addresses });
  const links = new Links(settings.publicUrl, ssh);
  const people = new People(accounts);
  const applications = new Applications(accounts);
  const lfs = composeLfs(ports);
  const { owners, repositories, damage } = composeRepositories(ports, lfs.store);
  const reviews = composeReviews(ports);
  const { pushes, maintenance, guard, protection, pulls } = composePushes(ports, { reviews: reviews.reader, lfs: lfs.store });
  const slots = new Places({
    of: 'git processes',
    places: settings.maxGitProcesses,
    waiting: settings.maxGitWaiting,
    waitMs: settings.gitWaitMs,
  });
  const contents = {
    reader: new ContentReader(folders),
    writer: new ContentWriter({ folders, pushes, guard, lfs: lfs.store }),
    archiver: new Archiver({ folders, slots, proof: edgeProof(keyring) }),
  };
  const statuses = { reader: new StatusReader(store), writer: new StatusWriter(events) };
  const issues = { reader: new IssueReader(store), writer: new IssueWriter(events) };
  const releases = composeReleases(ports, contents.writer);
  const organizations = { reader: new OrganizationReader(store), writer: new OrganizationWriter(events, people) };
  const teams = { reader: new TeamReader(store), writer: new TeamWriter(events), members: new MemberWriter(events) };
  const collaborators = { reader: new CollaboratorReader(store), writer: new CollaboratorWriter(events) };
  const payloads = {
    links,
    contents: contents.reader,
    issues: issues.reader,
    statuses: statuses.reader,
    repositories: repositories.reader,
    reviews: reviews.reader,
    releases: releases.reader,
  };
  const webhooks = composeHooks(ports, { repositories: repositories.reader, people, payloads });
  const { hooks } = webhooks;
  const personOf = (author: Reviewer) => authorOf({ people, links }, { author });
  const applier = new SuggestionApplier({ ...reviews, folders, contents: contents.writer, personOf });
  const scheduledMerges = composeScheduledMerges(ports, { people, links, repositories, contents, statuses, issues, pulls });
  const context: ForgeContext = {
    damage,
    links,
    people,
    applications,
    owners,
    organizations,
    teams,
    repositories,
    collaborators,
    contents,
    lfs: lfs.store,
    protection,
    statuses,
    issues,
    pulls,
    scheduledMerges,
    reviews: { ...reviews, applier },
    releases,
    hooks,
    ...composeKeys(ports),
  };
  return { context, slots, ssh, lfs, pushes, guard, maintenance, webhooks, scheduledMerges };
}

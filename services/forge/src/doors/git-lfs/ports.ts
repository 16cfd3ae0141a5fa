import type { FastifyRequest } from 'fastify';

import type { Places } from '@mosaic/platform/http';
import type { Caller, Credential } from '@mosaic/platform/identity';

import type { DeployKeyReader } from '../../keys/deploy-key-reader.ts';
import type { KeySignIn } from '../../keys/key-sign-in.ts';
import type { LfsSessions } from '../../lfs/lfs-sessions.ts';
import type { LfsStore } from '../../lfs/lfs-store.ts';
import type { LockReader } from '../../lfs/lock-reader.ts';
import type { LockWriter } from '../../lfs/lock-writer.ts';
import type { OrganizationReader } from '../../organizations/organization-reader.ts';
import type { RepositoryCreator } from '../../repositories/repository-creator.ts';
import type { RepositoryReader } from '../../repositories/repository-reader.ts';

export interface LfsPorts {
  repositories: { reader: RepositoryReader; creator: RepositoryCreator };
  organizations: { reader: OrganizationReader };
  deployKeys: DeployKeyReader;
  keys: KeySignIn;
  lfs: { store: LfsStore; sessions: LfsSessions; locks: { reader: LockReader; writer: LockWriter } };
  credential: (request: FastifyRequest) => Credential | null;
  authenticate: (credential: Credential, request: FastifyRequest) => Promise<Caller>;
  /** Places for uploads and downloads. */
  transfers: Places;
  settings: { publicUrl: string; maxLfsBytes: number };
  /** What our own edge proves itself with. */
  edgeProof: string;
}

export interface Params {
  owner: string;
  repo: string;
}

import type { FastifyRequest } from 'fastify';

import type { SystemStatus } from '@mosaic/contracts/mosaic';
import { clientAddress } from '@mosaic/platform/http';

import type { AgentReader } from './agents/agent-reader.ts';
import type { AgentWriter } from './agents/agent-writer.ts';
import type { AttemptWriter } from './attempts/attempt-writer.ts';
import type { AuditReader } from './audit/audit-reader.ts';
import type { AuditWriter } from './audit/audit-writer.ts';
import type { AccountsSettings } from './config.ts';
import type { Demo } from './demo/demo.ts';
import type { LinkReader } from './links/link-reader.ts';
import type { LinkWriter } from './links/link-writer.ts';
import type { ApplicationReader } from './oauth/application-reader.ts';
import type { ApplicationWriter } from './oauth/application-writer.ts';
import type { ClientLimit } from './oauth/client-limit.ts';
import type { GrantReader } from './oauth/grant-reader.ts';
import type { GrantWriter } from './oauth/grant-writer.ts';
import type { GroupsOf } from './oauth/groups.ts';
import type { SigningKeys } from './oauth/signing-keys.ts';
import type { TokenEndpoint } from './oauth/token-endpoint.ts';
import type { PrincipalReader } from './principals/principal-reader.ts';
import type { PrincipalWriter } from './principals/principal-writer.ts';
import type { SessionReader } from './sessions/session-reader.ts';
import type { SessionWriter } from './sessions/session-writer.ts';
import type { Introspector } from './sign-in/introspector.ts';
import type { KnownDevices } from './sign-in/known-device.ts';
import type { Origin } from './sign-in/sign-in-limit.ts';
import type { TokenReader } from './tokens/token-reader.ts';
import type { TokenWriter } from './tokens/token-writer.ts';

/** What the operations work with: one reader and one writer for each aggregate. */
export interface AccountsContext {
  settings: AccountsSettings;
  principals: { reader: PrincipalReader; writer: PrincipalWriter };
  agents: { reader: AgentReader; writer: AgentWriter };
  tokens: { reader: TokenReader; writer: TokenWriter };
  sessions: { reader: SessionReader; writer: SessionWriter };
  links: { reader: LinkReader; writer: LinkWriter };
  attempts: { writer: AttemptWriter };
  /** The OAuth2 provider. */
  oauth: {
    applications: { reader: ApplicationReader; writer: ApplicationWriter };
    grants: { reader: GrantReader; writer: GrantWriter };
    tokens: TokenEndpoint;
    keys: SigningKeys;
    limit: ClientLimit;
    groupsOf: GroupsOf;
  };
  audit: { reader: AuditReader; writer: AuditWriter };
  introspector: Introspector;
  demo: Demo;
  cookieName: string;
  devices: KnownDevices;
  /** What our own edge proves itself with. */
  edgeProof: string;
  /** Health of the whole stack. */
  status: () => Promise<SystemStatus>;
  /** Begins to stop the whole stack. */
  stop: () => void;
  now: () => number;
}

/** The session secret that a browser sent; null when none. */
export function cookieOf(request: FastifyRequest, cookieName: string): string | null {
  return request.cookies[cookieName] ?? null;
}

/** Where a password for this login comes from. */
export function originOf(
  request: FastifyRequest,
  login: string,
  { devices, edgeProof }: Pick<AccountsContext, 'devices' | 'edgeProof'>,
): Origin {
  return { address: clientAddress(request, edgeProof), device: devices.identify(request.cookies[devices.cookieName], login) };
}

import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { edgeProof } from '@mosaic/platform/http';

import { AgentReader } from '../agents/agent-reader.ts';
import { AgentWriter } from '../agents/agent-writer.ts';
import { AttemptWriter } from '../attempts/attempt-writer.ts';
import { AuditReader } from '../audit/audit-reader.ts';
import { AuditWriter } from '../audit/audit-writer.ts';
import type { AccountsContext } from '../context.ts';
import { Demo } from '../demo/demo.ts';
import { LinkReader } from '../links/link-reader.ts';
import { LinkWriter } from '../links/link-writer.ts';
import { PrincipalReader } from '../principals/principal-reader.ts';
import { PrincipalWriter } from '../principals/principal-writer.ts';
import { SessionReader } from '../sessions/session-reader.ts';
import { sessionCookieName } from '../sessions/session-cookie.ts';
import { SessionWriter } from '../sessions/session-writer.ts';
import { createIntrospector } from '../sign-in/introspector.ts';
import { createKnownDevices } from '../sign-in/known-device.ts';
import { createPasswords } from '../sign-in/passwords.ts';
import { createSignInLimit } from '../sign-in/sign-in-limit.ts';
import { TokenReader } from '../tokens/token-reader.ts';
import { TokenWriter } from '../tokens/token-writer.ts';
import { composeOauth } from './oauth.ts';
import type { AccountsPorts } from './ports.ts';

export type Aggregates = ReturnType<typeof composeAggregates>;

/** Every aggregate of accounts, each given only what it uses; what the operations see of them is `context`. */
export function composeAggregates(ports: AccountsPorts) {
  const { settings, keyring, store, events, status, stop, demo, now } = ports;
  const passwords = createPasswords();
  const limit = createSignInLimit({ store, events, now });
  const auditKey = keyring.derive('accounts/audit');
  const adminPasswordFile = join(settings.home, 'admin-password');
  const onNewPassword = ({ login_key }: { login_key: string }) => {
    if (login_key === settings.adminUser.toLowerCase()) rmSync(adminPasswordFile, { force: true });
  };
  const principals = { reader: new PrincipalReader(store), writer: new PrincipalWriter({ events, passwords, now, onNewPassword }) };
  const tokens = { reader: new TokenReader(store), writer: new TokenWriter(events, now) };
  const sessions = { reader: new SessionReader(store), writer: new SessionWriter(events, now) };
  const audit = { reader: new AuditReader(store, auditKey), writer: new AuditWriter(events) };
  const cookieName = sessionCookieName(keyring.derive('home-id'), settings.publicUrl);
  const context: AccountsContext = {
    settings,
    principals,
    agents: { reader: new AgentReader(store), writer: new AgentWriter(events) },
    tokens,
    sessions,
    links: { reader: new LinkReader(store), writer: new LinkWriter({ events, publicUrl: settings.publicUrl, now }) },
    attempts: { writer: new AttemptWriter(events, now) },
    oauth: composeOauth(ports),
    audit,
    introspector: createIntrospector({ principals, tokens, sessions, audit, passwords, limit, now }),
    demo: new Demo({ run: demo ?? null, tokens }),
    cookieName,
    devices: createKnownDevices(keyring.derive('accounts/devices'), cookieName),
    edgeProof: edgeProof(keyring),
    status,
    stop,
    now,
  };
  return { context, passwords, limit, auditKey, adminPasswordFile };
}

import type { Generated, Selectable } from 'kysely';

import type { AgentRuntimeName, Door, Grant, PrincipalKind, Role } from '@mosaic/contracts/mosaic';
import type { JsonText } from '@mosaic/platform/db';
import type { EventTables } from '@mosaic/platform/events';

import type { Purpose } from '../links/link.ts';

/** Accounts' tables. Times are Unix milliseconds. */
export interface AccountsTables extends EventTables {
  principals: {
    uid: Generated<number>;
    id: string;
    login: string;
    /** The login in lower case: unique. */
    login_key: string;
    kind: PrincipalKind;
    role: Role;
    name: string;
    email: string;
    password_hash: string | null;
    disabled: number;
    /** 1 for the platform's own, which it makes itself; never set through an API. */
    built_in: number;
    created_at: number;
    updated_at: number;
  };
  /** How each principal of the kind agent is run. */
  agents: {
    principal_id: string;
    persona: string;
    runtime: AgentRuntimeName;
    model: string;
    budget_tokens: number;
    budget_seconds: number;
    budget_tool_calls: number;
  };
  tokens: {
    id: string;
    hash: string;
    principal_id: string;
    name: string;
    doors: JsonText<Door[]>;
    grants: JsonText<Grant[]>;
    repositories: JsonText<number[]> | null;
    created_at: number;
    expires_at: number | null;
    last_used_at: number | null;
    revoked_at: number | null;
    /** The token that made this one, and that takes it along when it is revoked; null for one made by a session or by the platform. */
    parent_id: string | null;
    /** 1 for the platform's own token of an agent, with which tasks are taken and nothing else is done. */
    taker: number;
    /** The attempt that it is for: key of the task and epoch of the lease; null for other tokens. */
    task: string | null;
    epoch: number | null;
    /** The consent by which an application holds it; null for other tokens. */
    grant_id: string | null;
  };
  sessions: {
    id: string;
    hash: string;
    principal_id: string;
    /** How it began: password, or the purpose of a one-time link. */
    method: string;
    created_at: number;
    seen_at: number;
    expires_at: number;
    user_agent: string;
  };
  /** One-time links and site codes. */
  one_time_secrets: {
    hash: string;
    principal_id: string;
    purpose: Purpose;
    /** Path to open, or host of the site. */
    target: string;
    expires_at: number;
    used_at: number | null;
    /** The session or token that asked for a site's code; null for links. */
    credential_id: string | null;
  };
  /** Programs that people may let in (OAuth2). */
  oauth_applications: {
    id: Generated<number>;
    client_id: string;
    /** Null for one that has none: it keeps no secret. */
    secret_hash: string | null;
    /** Id of the principal who registered it; null for one that every installation knows. */
    owner_id: string | null;
    name: string;
    redirect_uris: JsonText<string[]>;
    confidential: number;
    /** 1: who has let it in is not asked again. */
    trusted: number;
    created_at: number;
  };
  /** Who has let which application in, at most once each. */
  oauth_grants: {
    id: string;
    application_id: number;
    principal_id: string;
    /** As it was asked for. */
    scope: string;
    created_at: number;
    used_at: number;
  };
  /** What an application trades for its first token, once. */
  oauth_codes: {
    hash: string;
    grant_id: string;
    redirect_uri: string;
    /** Of PKCE; both empty where none was sent. */
    challenge: string;
    challenge_method: '' | 'plain' | 'S256';
    nonce: string;
    expires_at: number;
    used_at: number | null;
  };
  /** What an application trades for each further token. One that was used is kept until its end, so that who uses it again is found out. */
  oauth_refresh_tokens: {
    hash: string;
    grant_id: string;
    nonce: string;
    created_at: number;
    expires_at: number;
    used_at: number | null;
  };
  /** Keys that sign ID tokens, sealed. */
  oauth_signing_keys: { id: string; sealed: string; created_at: number };
  /** Lockouts that hold over a restart; the key is a hash. */
  sign_in_locks: { key: string; limiter: string; locked_until: number };
  audit_records: {
    seq: number;
    event_id: string;
    source: string;
    type: string;
    subject: string;
    time: number;
    trace_id: string;
    actor: string;
    data: string;
    prev_hash: string;
    hash: string;
  };
  /** One row: the end of the chain, so that a cut tail is seen. */
  audit_head: { name: string; seq: number; hash: string };
}

export type PrincipalRow = Selectable<AccountsTables['principals']>;
export type AgentRow = Selectable<AccountsTables['agents']>;
export type TokenRow = Selectable<AccountsTables['tokens']>;
export type OauthApplicationRow = Selectable<AccountsTables['oauth_applications']>;
export type OauthGrantRow = Selectable<AccountsTables['oauth_grants']>;
export type OauthCodeRow = Selectable<AccountsTables['oauth_codes']>;
export type SessionRow = Selectable<AccountsTables['sessions']>;

import type { Introspection, PrincipalKind, Role } from '@mosaic/contracts/mosaic';

/** Who asks, as every policy sees it. Anonymous has no id, no grants and no door. */
export interface Caller {
  readonly id: string;
  readonly uid: number;
  readonly login: string;
  readonly kind: PrincipalKind | 'anonymous';
  readonly role: Role | 'anonymous';
  /**
   * One of the platform's own principals, which works for the whole installation as far as its grants go. One that an
   * administrator makes, of whatever kind and role, is a principal like any other.
   */
  readonly builtIn: boolean;
  readonly name: string;
  readonly email: string;
  readonly tokenId: string;
  readonly doors: readonly string[];
  readonly grants: readonly string[];
  /** Ids of the only repositories the token may touch; null for no such limit. */
  readonly repositories: readonly number[] | null;
  /** The attempt at a task that the token is for; null for any other credential. */
  readonly attempt: { readonly task: string; readonly epoch: number } | null;
}

export const ANONYMOUS: Caller = Object.freeze({
  id: '',
  uid: 0,
  login: '',
  kind: 'anonymous',
  role: 'anonymous',
  builtIn: false,
  name: '',
  email: '',
  tokenId: '',
  doors: [],
  grants: [],
  repositories: null,
  attempt: null,
});

/** An active introspection as a caller. */
export function callerOf(answer: Extract<Introspection, { active: true }>): Caller {
  return Object.freeze({
    id: answer.sub,
    uid: answer.uid,
    login: answer.username,
    kind: answer.kind,
    role: answer.role,
    builtIn: answer.built_in,
    name: answer.name,
    email: answer.email,
    tokenId: answer.token_id,
    doors: answer.doors,
    grants: answer.grants,
    repositories: answer.repositories ?? null,
    attempt: answer.attempt ?? null,
  });
}

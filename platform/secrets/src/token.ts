import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A fresh token secret: 40 hex characters, 160 bits (Gitea's form). */
export function newToken(): string {
  return randomBytes(20).toString('hex');
}

/** What is stored of a token. The secret has 160 random bits, so a fast hash is enough. */
export function hashToken(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Compares without telling by its duration where two secrets differ. */
export function sameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

import { createHmac, randomBytes } from 'node:crypto';

import { sameSecret } from '@mosaic/platform/secrets';

/**
 * Marks a browser from which somebody has signed in (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"): its
 * wrong passwords are counted by themselves, so that nobody else's lock its owner out.
 */
export interface KnownDevices {
  readonly cookieName: string;
  /** A cookie's value for the browser in which this person has just signed in. */
  issue(login: string): string;
  /** The device's id when the value was issued for this login; null otherwise. */
  identify(value: string | undefined, login: string): string | null;
}

/** How long a browser stays known without signing in again, seconds. */
export const DEVICE_SECONDS = 180 * 86_400;

export function createKnownDevices(key: Buffer, sessionCookieName: string): KnownDevices {
  const sign = (id: string, login: string) => createHmac('sha256', key).update(`${id}.${login.toLowerCase()}`).digest('base64url');
  return {
    cookieName: `${sessionCookieName}_device`,
    issue(login) {
      const id = randomBytes(12).toString('base64url');
      return `${id}.${sign(id, login)}`;
    },
    identify(value, login) {
      const [id = '', signature = ''] = (value ?? '').split('.');
      return id !== '' && sameSecret(signature, sign(id, login)) ? id : null;
    },
  };
}

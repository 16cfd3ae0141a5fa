import { textOfParam } from '../api/byte-address.ts';
import { NUMBERS } from './define-page.ts';

/** Names of owners and repositories, as Gitea allows them. */
const NAME = /^[\w.-]+$/;

type Params = Record<string, string | number>;

/**
 * The parameters of a matched route as pages take them: decoded, with their bytes, numbers as numbers. Null for an address that nothing
 * can have: "-" is ours and never an owner, a name has Gitea's characters, a number is one.
 */
export function addressParams(raw: Record<string, string | undefined>): Params | null {
  const params: Params = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined || name === '*') continue;
    const text = textOfParam(value);
    if ((name === 'owner' || name === 'repo') && (text === '-' || !NAME.test(text))) return null;
    if (!NUMBERS.some((number) => number === name)) params[name] = text;
    else if (/^[1-9]\d{0,14}$/.test(text)) params[name] = Number(text);
    else return null;
  }
  return params;
}

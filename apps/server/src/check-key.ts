import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { refuseForeignKeyIn } from '@mosaic/accounts';
import { holdsData } from '@mosaic/platform/lifecycle';
import { openKeyring } from '@mosaic/platform/secrets';

/**
 * Whether the home's key file is the one that its data was sealed with; reads only. Answers what was seen.
 * @throws MosaicError in words when the key is gone, damaged, or another installation's.
 */
export function checkKey(home: string): string {
  const file = join(home, 'key');
  if (!existsSync(file) && !holdsData(home)) return 'made at the first start';
  const keyring = openKeyring(file, { isNeeded: true });
  refuseForeignKeyIn(join(home, 'data', 'accounts', 'accounts.db'), keyring.derive('accounts/audit'), file);
  return `${file} is there; keep a copy elsewhere, backups of the data are worth nothing without it`;
}

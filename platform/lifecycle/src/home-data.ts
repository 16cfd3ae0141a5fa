import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Whether services have kept rows in this home before, some of them sealed with its key. */
export function holdsData(home: string): boolean {
  const data = join(home, 'data');
  if (!existsSync(data)) return false;
  const services = readdirSync(data, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return services.some(({ name }) => readdirSync(join(data, name)).some((file) => file.endsWith('.db')));
}

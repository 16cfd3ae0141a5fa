import { DeployKeyReader } from '../keys/deploy-key-reader.ts';
import { DeployKeyWriter } from '../keys/deploy-key-writer.ts';
import { KeyReader } from '../keys/key-reader.ts';
import { KeyWriter } from '../keys/key-writer.ts';
import type { ForgePorts } from './ports.ts';

/** Keys for SSH: those of people, and those that open one repository. */
export function composeKeys({ store, events }: Pick<ForgePorts, 'store' | 'events'>) {
  return {
    keys: { reader: new KeyReader(store), writer: new KeyWriter(events) },
    deployKeys: { reader: new DeployKeyReader(store), writer: new DeployKeyWriter(events) },
  };
}

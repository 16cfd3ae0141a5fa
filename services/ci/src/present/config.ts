import { createHash } from 'node:crypto';

/** A pipeline file in Woodpecker's form. */
export function presentConfig({ name, data }: { name: string; data: string }) {
  return {
    name,
    hash: createHash('sha256').update(data).digest('hex'),
    data: Buffer.from(data, 'utf8').toString('base64'),
  };
}

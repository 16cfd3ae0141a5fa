import type { z } from 'zod';

import { isOid, LFS_TYPE, type LfsObject } from '../../lfs/lfs-object.ts';
import type { BatchRequest } from './messages.ts';

/** What a client is to do with one object. */
interface Link {
  href: string;
  header?: Record<string, string>;
}

export interface ObjectAnswer {
  oid: string;
  size: number;
  actions?: { upload?: Link; verify?: Link; download?: Link };
  error?: { code: number; message: string };
}

export interface BatchFacts {
  /** Those of the objects that the repository has. */
  known: ReadonlyMap<string, LfsObject>;
  /** Address of the repository's large files, and what the client signs in with, if anything. */
  base: string;
  authorization: string | undefined;
  /** Bytes. */
  maxBytes: number;
}

type Asked = z.output<typeof BatchRequest>;

/** What is answered for each object; what cannot be done with one keeps no other back. */
export function answerBatch({ operation, objects }: Asked, facts: BatchFacts): ObjectAnswer[] {
  return objects.map(({ oid, size }) => ({ oid, size, ...answerOne(operation, { oid, size }, facts) }));
}

function answerOne(operation: Asked['operation'], { oid, size }: LfsObject, facts: BatchFacts): Omit<ObjectAnswer, 'oid' | 'size'> {
  const { known, base, authorization, maxBytes } = facts;
  if (!isOid(oid) || !Number.isSafeInteger(size) || size < 0) return failure(422, 'Oid or size are invalid');
  const there = known.get(oid);
  if (there !== undefined && there.size !== size) return failure(422, `Object ${oid} is not ${size} bytes`);
  const header: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization };
  if (operation === 'download') {
    return there === undefined ? failure(404, 'Not Found') : { actions: { download: { href: `${base}/objects/${oid}`, header } } };
  }
  if (there !== undefined) return {};
  if (size > maxBytes) return failure(422, `Size must be less than or equal to ${maxBytes}`);
  return {
    actions: {
      upload: { href: `${base}/objects/${oid}/${size}`, header: { ...header, 'Transfer-Encoding': 'chunked' } },
      verify: { href: `${base}/verify`, header: { ...header, Accept: LFS_TYPE } },
    },
  };
}

function failure(code: number, message: string): Pick<ObjectAnswer, 'error'> {
  return { error: { code, message } };
}

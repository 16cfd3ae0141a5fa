import { createGiteaClient, type CallOptions, type GiteaClient } from '@mosaic/contracts/gitea';
import { WireError } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';
import { traceparent } from '@mosaic/platform/http';
import type { Caller, RepositoryView } from '@mosaic/platform/identity';

import type { Call, McpContext } from '../context.ts';

/** A repository as Gitea's addresses name it. */
export interface Place {
  owner: string;
  repo: string;
}

export function placeOf({ fullName }: RepositoryView): Place {
  const [owner = '', repo = ''] = fullName.split('/');
  return { owner, repo };
}

/** In whose name the forge acts: the caller's, whose rights it knows; a service of the platform's own, and no other, acts in ours. */
export function actingAs({ kind, builtIn, login }: Pick<Caller, 'kind' | 'builtIn' | 'login'>): CallOptions {
  return kind === 'service' && builtIn ? {} : { sudo: login };
}

/** The forge, told in which journey it is asked, so that what comes of it belongs there. */
export function tracedForge({ forge, traceId }: McpContext & Call): GiteaClient {
  return createGiteaClient((request) => forge({ ...request, headers: { ...request.headers, traceparent: traceparent(traceId) } }));
}

/** A refusal of the forge's in its own words; what it cannot answer is `unavailable`. */
export async function askForge<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    const code = cause instanceof WireError ? CODE_OF_STATUS[cause.status] : undefined;
    if (code === undefined)
      throw new MosaicError('unavailable', 'The forge does not answer as it should. Try again shortly, with the same requestId.', {
        cause,
      });
    throw new MosaicError(code, messageOf(cause as WireError), { cause });
  }
}

/** Gitea's statuses (docs/reference/api-gitea.md); 405 says that a pull request cannot be merged as it is. */
const CODE_OF_STATUS: Readonly<Record<number, MosaicError['code']>> = {
  400: 'invalid_input',
  403: 'forbidden',
  404: 'not_found',
  405: 'not_ready',
  409: 'conflict',
  412: 'precondition_failed',
  413: 'too_large',
  422: 'invalid_input',
  423: 'conflict',
};

function messageOf({ body, message }: WireError): string {
  try {
    const { message: said } = JSON.parse(body) as { message?: unknown };
    return typeof said === 'string' && said !== '' ? said.slice(0, 1_000) : message;
  } catch {
    return message;
  }
}

import { describeNative, NATIVE_DESCRIPTION_PATH, readEvents } from '@mosaic/contracts/mosaic';
import type { OperationDatum } from '@mosaic/contracts/wire';

import type { HttpApp } from './app.ts';
import type { Operation } from './operation.ts';

/** `GET <path>`: a document that tells of an API, for generators of clients. Made at the first request, open to anyone: it says nothing of anybody. */
export function mountApiDescription(app: HttpApp, path: string, describe: () => object): void {
  let text: string | undefined;
  app.get(path, async (_request, reply) => {
    text ??= JSON.stringify(describe());
    return reply.type('application/json').send(text);
  });
}

/** `GET /-/openapi.json`: the service's own operations, which all stand below `/-/`, and its feed. */
export function mountNativeDescription(
  app: HttpApp,
  service: string,
  operations: readonly Pick<Operation<never>, 'contract' | 'access'>[],
): void {
  mountApiDescription(app, NATIVE_DESCRIPTION_PATH, () => {
    const own = operations.flatMap(({ contract, access }) =>
      contract?.path.startsWith('/-/') === true ? { ...contract, grant: access === 'anyone' ? null : access.grant } : [],
    );
    return describeNative(`MosAIc ${service}`, [...own, { ...readEvents, grant: `${service}:feed:admin` }]);
  });
}

/** The data of those operations that have one. */
export function contractsOf(operations: readonly Pick<Operation<never>, 'contract'>[]): OperationDatum[] {
  return operations.flatMap(({ contract }) => contract ?? []);
}

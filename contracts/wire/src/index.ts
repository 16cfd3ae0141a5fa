export { bytesOfText, decodeByteText, encodeBytePath, encodeByteText, textOfBytes } from './byte-text.ts';
export { operationCalls, pageOf, type OperationCalls, type Page } from './calls.ts';
export { schemasOf, type DescribedOperation, type Description } from './description.ts';
export { completed, misfitsOf } from './misfits.ts';
export {
  Bytes,
  defineOperation,
  EventStream,
  rawTypeOf,
  requestOf,
  Upload,
  type Given,
  type Method,
  type OperationDatum,
  type PathNames,
} from './operation.ts';
export { openApiOf } from './openapi.ts';
export type { Requirement } from './requirement.ts';
export { swaggerOf } from './swagger.ts';
export { unservedOf, type UnservedOperation } from './unserved.ts';
export { WireError, expectOk, expectOkOrMissing, query, type Send, type WireRequest, type WireResponse } from './send.ts';

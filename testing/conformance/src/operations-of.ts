import type { OperationDatum } from '@mosaic/contracts/wire';

/** The operations that a contract's module exports. */
export function operationsOf(module: Readonly<Record<string, unknown>>): OperationDatum[] {
  return Object.values(module).filter(isOperation);
}

function isOperation(value: unknown): value is OperationDatum {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'answer' in value;
}

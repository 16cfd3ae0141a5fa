import { misfitsOf, type OperationDatum } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

let isOn = false;

/** From here on this process holds every answer to its contract, as tests do: a member too many or too few is an error of ours. */
export function checkAnswers(): void {
  isOn = true;
}

/** @throws MosaicError (`internal`) for an answer, or its status, that does not keep the contract, where answers are checked. */
export function requireFit({ id, answer, status, alsoStatus }: OperationDatum, sent: unknown, sentStatus: number): void {
  if (!isOn) return;
  const isKnown = [status, ...alsoStatus].includes(sentStatus);
  const misfits = [...(isKnown ? [] : [`the status ${sentStatus} is not one of its own`]), ...misfitsOf(answer, sent)];
  if (misfits.length > 0) throw new MosaicError('internal', `The answer of ${id} does not keep its contract: ${misfits.join('; ')}`);
}

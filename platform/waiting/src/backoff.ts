/** How long to wait between tries, ms: the first pause, doubled with each further failure up to the last. */
export interface Pauses {
  first: number;
  last: number;
}

/** The pause after so many failures in a row, ms; none after none. */
export function backoff({ first, last }: Pauses, failures: number): number {
  return failures <= 0 ? 0 : Math.min(last, first * 2 ** (failures - 1));
}

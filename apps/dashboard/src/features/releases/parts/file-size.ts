const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'];

/** "3.1 MiB". */
export function fileSize(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? bytes : value.toFixed(value < 10 ? 1 : 0)} ${UNITS[power]}`;
}

/** "840 ms", "3.2 s", "4 min 12 s", "2 h 5 min". */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60_000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "3 minutes ago"; "just now" below a minute, so that clocks a little apart never say "in 2 seconds". */
export function formatRelative(time: number, now: number): string {
  const ago = time - now;
  for (const [unit, ms] of UNITS) {
    if (Math.abs(ago) >= ms) return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.trunc(ago / ms), unit);
  }
  return 'just now';
}

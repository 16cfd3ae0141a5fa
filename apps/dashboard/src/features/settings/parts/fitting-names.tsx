import { compileGlob, isGlob } from '@mosaic/contracts/gitea';

/** Steps for the names of one page: a pattern that takes more is told of when it is saved. */
const STEPS = 2_000_000;

/** Which of the names a rule is about, as the forge reads it; null for what is no pattern. `separators`: where `*` stops. */
export function fittingNames(pattern: string, names: readonly string[], separators: string): string[] | null {
  if (!isGlob(pattern))
    return names.filter((name) => (separators === '' ? name === pattern : name.toLowerCase() === pattern.toLowerCase()));
  try {
    const onSpent = (): never => {
      throw new RangeError('The pattern takes too long.');
    };
    return names.filter(compileGlob(pattern, separators, { left: STEPS, onSpent }));
  } catch {
    return null;
  }
}

/** Names that are told one by one; the others are counted. */
const SHOWN = 6;

/** What a pattern fits of what there is now. */
export function FittingNames({ noun, fitting, isPart }: { noun: 'branches' | 'tags'; fitting: readonly string[] | null; isPart: boolean }) {
  if (fitting === null) return <span className="meta">This is no pattern yet.</span>;
  const among = isPart ? ` among the first ${noun}` : '';
  if (fitting.length === 0) return <span className="meta">{`No ${noun} fit now${among}; later ones may.`}</span>;
  const more = fitting.length - SHOWN;
  return (
    <span className="meta">
      Fits now{among}: <span className="mono">{fitting.slice(0, SHOWN).join(', ')}</span>
      {more > 0 && ` and ${more} more`}
    </span>
  );
}

/** What a repository has gathered since it was last maintained. */
export interface Gathered {
  pushes: number;
  looseObjects: number;
  packs: number;
}

/** When a repository is worth the work: any one of them suffices. */
export type Thresholds = Gathered;

/**
 * Loose objects slow every read; each pack is looked into for every object; commits pushed since the last bitmap are walked one
 * by one at a clone. git's own gc waits for 6,700 objects or 50 packs (gc.auto, gc.autoPackLimit), here it runs unseen.
 */
export const THRESHOLDS: Thresholds = { pushes: 50, looseObjects: 2_000, packs: 20 };

/** After a maintenance that failed, e.g. on a full disk, the repository is left alone so long, ms. */
const RETRY_MS = 60 * 60_000;

/** Times in Unix ms; 0 for never. */
export interface MaintenanceTimes {
  /** When the last maintenance began, whatever came of it. */
  startedAt: number;
  /** When the last one that came to its end began. */
  doneAt: number;
}

export function isDue(gathered: Gathered, thresholds: Thresholds): boolean {
  return gathered.pushes >= thresholds.pushes || gathered.looseObjects >= thresholds.looseObjects || gathered.packs >= thresholds.packs;
}

export function rests({ startedAt, doneAt }: MaintenanceTimes, now: number): boolean {
  return startedAt !== doneAt && now - startedAt < RETRY_MS;
}

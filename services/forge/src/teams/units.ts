import { TeamUnitName } from '@mosaic/contracts/gitea';

/** What a team is called by all together; `none` where each unit is told by itself. */
export type TeamPermission = 'none' | 'read' | 'write' | 'admin' | 'owner';

/** What a team may in one unit. */
export type UnitLevel = Exclude<TeamPermission, 'owner'>;

/** What of a repository a team may be given, by Gitea's names. The first three are features here; the rest is kept and changes nothing. */
export const TEAM_UNITS = TeamUnitName.options;
export type TeamUnit = (typeof TEAM_UNITS)[number];
export type TeamUnits = Partial<Record<TeamUnit, UnitLevel>>;

/** These are only ever read: they lead elsewhere. */
const LINKS: readonly TeamUnit[] = ['repo.ext_wiki', 'repo.ext_issues'];

/** All of them at one level, as those have who administer. */
export function everyUnit(level: UnitLevel): TeamUnits {
  return Object.fromEntries(TEAM_UNITS.map((unit) => [unit, LINKS.includes(unit) ? 'read' : level]));
}

/** What a request says of them: all for who administers, else each by itself, else those of a list at the team's permission; undefined for nothing. */
export function unitsOf(
  permission: TeamPermission,
  { units, unitsMap }: { units: readonly TeamUnit[]; unitsMap: Readonly<TeamUnits> },
): TeamUnits | undefined {
  if (permission === 'admin' || permission === 'owner') return everyUnit('admin');
  if (Object.keys(unitsMap).length > 0) return unitsMap;
  if (units.length === 0) return undefined;
  return Object.fromEntries(units.map((unit) => [unit, permission === 'write' ? 'write' : 'read']));
}

const RANK: Record<UnitLevel, number> = { none: 0, read: 1, write: 2, admin: 3 };

/** What is left of them for a team that is called by a lower permission than before: no unit stands above it. */
export function unitsUpTo(highest: UnitLevel, units: Readonly<TeamUnits>): TeamUnits {
  return Object.fromEntries(Object.entries(units).map(([unit, level]) => [unit, RANK[level] > RANK[highest] ? highest : level]));
}

import type { MergeStyle } from '@mosaic/contracts/gitea';

/** What a repository lets be merged, and how. */
export interface MergeSettings {
  /** Whether there are pull requests at all. */
  enabled: boolean;
  styles: readonly MergeStyle[];
  defaultStyle: MergeStyle;
  /** Whether a head may be brought up to date by a rebase. */
  rebaseUpdate: boolean;
  deleteBranchAfterMerge: boolean;
  allowMaintainerEdit: boolean;
}

/** Of a new repository, as in Gitea. */
export const DEFAULT_MERGE_SETTINGS: MergeSettings = {
  enabled: true,
  styles: ['merge', 'rebase', 'rebase-merge', 'squash', 'fast-forward-only'],
  defaultStyle: 'merge',
  rebaseUpdate: true,
  deleteBranchAfterMerge: false,
  allowMaintainerEdit: false,
};

/** A change of them; a style is let or not by its name. */
export type MergeSettingsChange = { [K in Exclude<keyof MergeSettings, 'styles'>]?: MergeSettings[K] | undefined } & {
  styles?: Partial<Record<MergeStyle, boolean | undefined>>;
};

export function withChange(settings: MergeSettings, { styles = {}, ...rest }: MergeSettingsChange): MergeSettings {
  const kept = settings.styles.filter((style) => styles[style] !== false);
  const added = Object.entries(styles).flatMap(([style, isLet]) => (isLet === true ? [style as MergeStyle] : []));
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...settings, ...given, styles: [...new Set([...kept, ...added])] };
}

/** Files that nobody wrote by hand: folded, with the reason. */
const GENERATED = /(^|\/)(package-lock\.json|pnpm-lock\.yaml|yarn\.lock|Cargo\.lock|go\.sum|composer\.lock)$|\.min\.(js|css)$|\.map$/;

export const isGenerated = (path: string): boolean => GENERATED.test(path);

/** Changed lines of one file beyond which it opens only when asked. */
export const LARGE = 1500;

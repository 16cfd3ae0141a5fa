/** What came of a merge: where it leads, or why there is none. */
export type MergeOutcome =
  /** The commit is in the repository; no ref leads to it yet. */
  | { kind: 'merged'; commitId: string }
  /** `at`: the commit that could not be put on top, where several were to be. */
  | { kind: 'conflict'; conflicts: string[]; truncated: boolean; at: string | null }
  /** No ancestor in common. */
  | { kind: 'unrelated' }
  /** The base has commits that the head has not, so that it cannot simply move on. */
  | { kind: 'diverged' }
  /** The base has all of it already. */
  | { kind: 'nothing' }
  /** The commits one by one make something else than the change as a whole, which is what people look at. */
  | { kind: 'differs' }
  /** More commits than are put on top one by one. */
  | { kind: 'too-many'; limit: number };

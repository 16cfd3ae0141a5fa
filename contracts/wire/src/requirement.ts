/** One behaviour that a server of a dialect must show; the conformance suite runs one case for each. */
export interface Requirement {
  behaviour: string;
  /** Where it is stated: a path in the upstream's source, or "ours" where no upstream says it. */
  source: string;
}

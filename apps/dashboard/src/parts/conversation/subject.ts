/** What is talked about: an issue, or a pull request, which has a number of the same row. */
export interface Subject {
  owner: string;
  repo: string;
  number: number;
}

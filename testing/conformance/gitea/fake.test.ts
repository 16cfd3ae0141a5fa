import { runSuiteOnFake } from '../src/run-suite.ts';
import { suite } from './cases.ts';
import { openFakeForge } from './fake-target.ts';

const COMMITTED = 'its files and commits are put there, and the cases commit their own';

runSuiteOnFake(suite, {
  open: openFakeForge,
  unproved: {
    repoGetContents: COMMITTED,
    repoGetPullRequestFiles: COMMITTED,
    repoGetRawFile: COMMITTED,
    repoGetSingleCommit: COMMITTED,
    repoListStatusesByRef: 'the case asks by a tag of its own',
    repoSearch: 'the cases look for repositories that they make with a description',
  },
});

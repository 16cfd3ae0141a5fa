import { runSuiteOnFake } from '../src/run-suite.ts';
import { suite } from './cases.ts';
import { openFakeAccounts } from './fake-target.ts';

runSuiteOnFake(suite, { open: openFakeAccounts, unproved: {} });

import { runSuiteOnFake } from '../src/run-suite.ts';
import { suite } from './cases.ts';
import { openFakeCi } from './fake-target.ts';

runSuiteOnFake(suite, { open: openFakeCi, unproved: {} });

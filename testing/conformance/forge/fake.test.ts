import { runSuiteOnFake } from '../src/run-suite.ts';
import { suite } from './cases.ts';
import { openFakeForge } from './fake-target.ts';

runSuiteOnFake(suite, { open: openFakeForge, unproved: {} });

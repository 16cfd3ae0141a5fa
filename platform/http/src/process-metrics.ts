import { Registry, collectDefaultMetrics } from 'prom-client';

/** The doors of this process that tell measures, in the order in which they opened. */
const doors = new Set<Registry>();
let shared: Registry | undefined;

/**
 * Joins a door's measures. What is measured of the process as a whole (memory, processor, event loop; Prometheus' `process_*` and
 * `nodejs_*`) is told by one door, the first that is open: a sum over the doors of one process is true.
 */
export function openDoor(measures: Registry): { tell(): Promise<string>; close(): void } {
  doors.add(measures);
  if (shared === undefined) {
    shared = new Registry();
    collectDefaultMetrics({ register: shared, eventLoopMonitoringPrecision: 100 });
  }
  const ofProcess = shared;
  return {
    async tell() {
      const [first] = doors;
      return first === measures ? `${await measures.metrics()}\n${await ofProcess.metrics()}` : measures.metrics();
    },
    close: () => void doors.delete(measures),
  };
}

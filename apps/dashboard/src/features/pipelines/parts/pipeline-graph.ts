import type { Pipeline, Step, Workflow } from '@mosaic/contracts/woodpecker';

import { spanOf } from '../../../parts/time/span.ts';

/** A step placed in the graph; columns go left to right, rows top to bottom. */
export interface GraphNode {
  id: string;
  workflow: Workflow;
  step: Step;
  column: number;
  row: number;
  /** Which of the workflows, from the top. */
  band: number;
  /** On the way that took longest; drawn heavier. */
  isCritical: boolean;
}

/** Height of a row with its gap, px. */
export const LANE_PX = 48;
/** The name of a workflow above its first row, px. */
export const LABEL_PX = 24;
const PADDING_PX = 12;

export interface GraphEdge {
  from: string;
  to: string;
  isCritical: boolean;
}

export interface PipelineGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** How high the drawn graph is, px; known before it is drawn, so that nothing below it moves. */
export function graphHeight({ nodes }: PipelineGraph): number {
  const rows = Math.max(1, ...nodes.map(({ row }) => row + 1));
  const bands = Math.max(1, ...nodes.map(({ band }) => band + 1));
  return rows * LANE_PX + bands * LABEL_PX + PADDING_PX;
}

const nodeId = (workflow: Workflow, step: Step): string => `${workflow.name}/${step.name}`;

/** Names of the steps that a step waited for: its own list where the server says so, else the one before it. */
function dependenciesOf(step: Step, index: number, steps: readonly Step[]): Step[] {
  const named = step.depends_on;
  if (named !== undefined) return steps.filter(({ name }) => named.includes(name));
  const before = steps[index - 1];
  return before === undefined ? [] : [before];
}

function tookMs(step: Step): number {
  const span = spanOf(step);
  return span === null || span.endedAt === null ? 0 : Math.max(0, span.endedAt - span.startedAt);
}

/** Places every step of a pipeline: workflows below each other, a workflow right of those it waits for. */
export function graphOf(pipeline: Pipeline): PipelineGraph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const ends = new Map<string, { column: number; ids: string[] }>();
  let row = 0;
  let band = 0;
  for (const workflow of inOrder(pipeline.workflows)) {
    const waits = (workflow.depends_on ?? []).flatMap((name) => ends.get(name) ?? []);
    const begin = waits.reduce((most, { column }) => Math.max(most, column + 1), 0);
    const steps = workflow.children.toSorted((a, b) => a.pid - b.pid);
    const columns = new Map<string, number>();
    const used = new Map<number, number>();
    const followed = new Set<string>();
    let rows = 1;
    for (const [index, step] of steps.entries()) {
      const before = dependenciesOf(step, index, steps);
      const column = before.reduce((most, { name }) => Math.max(most, (columns.get(name) ?? begin - 1) + 1), begin);
      const lane = used.get(column) ?? 0;
      used.set(column, lane + 1);
      columns.set(step.name, column);
      rows = Math.max(rows, lane + 1);
      const id = nodeId(workflow, step);
      nodes.push({ id, workflow, step, column, row: row + lane, band, isCritical: false });
      const sources = before.length > 0 ? before.map((other) => nodeId(workflow, other)) : waits.flatMap(({ ids }) => ids);
      for (const from of sources) {
        edges.push({ from, to: id, isCritical: false });
        followed.add(from);
      }
    }
    const last = steps.map((step) => nodeId(workflow, step)).filter((id) => !followed.has(id));
    ends.set(workflow.name, { column: Math.max(begin, ...columns.values()), ids: last });
    row += rows;
    band += 1;
  }
  markCritical(nodes, edges);
  return { nodes, edges };
}

/** Workflows after those they wait for; a cycle, which CI refuses anyway, keeps the given order. */
function inOrder(workflows: readonly Workflow[]): Workflow[] {
  const placed: Workflow[] = [];
  const open = [...workflows];
  while (open.length > 0) {
    const next = open.findIndex(({ depends_on = [] }) => depends_on.every((name) => !open.some((other) => other.name === name)));
    placed.push(...open.splice(Math.max(0, next), 1));
  }
  return placed;
}

function markCritical(nodes: GraphNode[], edges: GraphEdge[]): void {
  if (edges.length === 0) return;
  const length = new Map<string, number>();
  const via = new Map<string, GraphEdge>();
  for (const node of nodes) {
    let longest = 0;
    for (const edge of edges) {
      if (edge.to !== node.id) continue;
      const before = length.get(edge.from) ?? 0;
      if (before >= longest) {
        longest = before;
        via.set(node.id, edge);
      }
    }
    length.set(node.id, longest + tookMs(node.step));
  }
  let at = nodes.reduce<GraphNode | undefined>(
    (most, node) => (most === undefined || (length.get(node.id) ?? 0) >= (length.get(most.id) ?? 0) ? node : most),
    undefined,
  )?.id;
  while (at !== undefined) {
    const node = nodes.find(({ id }) => id === at);
    if (node !== undefined) node.isCritical = true;
    const edge: GraphEdge | undefined = via.get(at);
    if (edge !== undefined) edge.isCritical = true;
    at = edge?.from;
  }
}

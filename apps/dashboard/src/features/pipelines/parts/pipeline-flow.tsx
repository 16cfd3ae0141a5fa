import '@xyflow/react/dist/base.css';

import { BaseEdge, Handle, Position, ReactFlow, type Edge, type EdgeProps, type Node, type NodeProps } from '@xyflow/react';
import { useMemo } from 'react';

import type { Pipeline } from '@mosaic/contracts/woodpecker';

import { AppLink } from '../../../parts/app-link.tsx';
import { CiDuration } from '../../../parts/time/relative-time.tsx';
import { StatusIcon } from '../../../parts/status/status-icon.tsx';
import { graphHeight, graphOf, LABEL_PX, LANE_PX, type GraphNode } from './pipeline-graph.ts';
import css from './pipeline-flow.module.css';

type StepNode = Node<{ node: GraphNode; href: string; isSelected: boolean; label: string | null }, 'step'>;

const COLUMN_PX = 232;
const MARGIN_PX = 16;

interface PipelineFlowProps {
  pipeline: Pipeline;
  selected: string;
  hrefOf: (workflow: string, step: string) => string;
}

/** The pipeline as a graph, left to right; each node is a link to its log. */
export function PipelineFlow({ pipeline, selected, hrefOf }: PipelineFlowProps) {
  const graph = useMemo(() => graphOf(pipeline), [pipeline]);
  const firsts = new Set(pipeline.workflows.map(({ name }) => graph.nodes.find(({ workflow }) => workflow.name === name)?.id));
  const nodes = graph.nodes.map((node): StepNode => ({
    id: node.id,
    type: 'step',
    position: { x: node.column * COLUMN_PX, y: node.row * LANE_PX + (node.band + 1) * LABEL_PX },
    data: {
      node,
      href: hrefOf(node.workflow.name, node.step.name),
      isSelected: node.id === selected,
      label: firsts.has(node.id) ? node.workflow.name : null,
    },
    draggable: false,
    selectable: false,
    focusable: false,
  }));
  const edges = graph.edges.map(({ from, to, isCritical }): Edge => ({
    id: `${from} ${to}`,
    source: from,
    target: to,
    type: 'orthogonal',
    ...(isCritical ? { className: css['flow-critical'] ?? '' } : {}),
    focusable: false,
    selectable: false,
  }));
  const columns = Math.max(1, ...graph.nodes.map(({ column }) => column + 1));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll area must be reachable by keys
    <div className={`${css['flow']} panel`} tabIndex={0} role="group" aria-label="Steps">
      <div style={{ height: graphHeight(graph), minWidth: columns * COLUMN_PX }}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          defaultViewport={{ x: MARGIN_PX, y: 4, zoom: 1 }}
          panOnDrag={false}
          zoomOnScroll={false}
          zoomOnPinch={false}
          zoomOnDoubleClick={false}
          preventScrolling={false}
          nodesConnectable={false}
          disableKeyboardA11y
          proOptions={{ hideAttribution: true }}
        />
      </div>
    </div>
  );
}

function StepBox({ data: { node, href, isSelected, label } }: NodeProps<StepNode>) {
  const { step, isCritical } = node;
  return (
    <>
      {label !== null && <span className={css['flow-label']}>{label}</span>}
      <AppLink
        href={href}
        className={`${css['flow-node']} nopan`}
        aria-current={isSelected ? 'step' : undefined}
        data-critical={isCritical || undefined}
      >
        <StatusIcon of="pipeline" status={step.state} iconOnly />
        <span className="truncate">{step.name}</span>
        <span className={`meta ${css['flow-time']}`}>
          <CiDuration of={step} />
        </span>
      </AppLink>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
}

/** Turns half-way between two columns, so that edges of one fork lie on each other. */
function OrthogonalEdge({ id, sourceX, sourceY, targetX, targetY }: EdgeProps) {
  const turn = Math.round((sourceX + targetX) / 2);
  return <BaseEdge id={id} path={`M ${sourceX} ${sourceY} H ${turn} V ${targetY} H ${targetX}`} />;
}

const NODE_TYPES = { step: StepBox };
const EDGE_TYPES = { orthogonal: OrthogonalEdge };

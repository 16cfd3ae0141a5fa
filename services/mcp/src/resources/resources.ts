import { encodeByteText } from '@mosaic/contracts/wire';
import { z } from 'zod';

import {
  ciPipelineLog,
  pagesOf,
  type Project,
  tonyProjectGet,
  tonyProjectList,
  type ToolName,
  type ToolOutput,
  type TOOLS,
} from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import type { ToolCaller } from '../calls/tool-caller.ts';
import type { Call } from '../context.ts';

/** What a resource holds, as MCP wants it. */
export interface ResourceText {
  uri: string;
  mimeType: string;
  text: string;
}

/** Lines of a log that the resource shows: the last ones. */
const LOG_LINES = 2_000;

/** The forms of our addresses, listed by hand. */
export const RESOURCE_TEMPLATES = [
  {
    name: 'project',
    title: 'Project',
    uriTemplate: 'mosaic://projects/{name}',
    description: 'A project with the state of each environment.',
    mimeType: 'application/json',
  },
  {
    name: 'step-log',
    title: 'Log of a step',
    uriTemplate: 'mosaic://repositories/{owner}/{repo}/pipelines/{number}/steps/{id}/log',
    description: `The last ${LOG_LINES} lines of one step of a pipeline. Secrets are masked.`,
    mimeType: 'text/plain',
  },
];

const PROJECT = /^mosaic:\/\/projects\/([^/?#]+)$/;
const STEP_LOG = /^mosaic:\/\/repositories\/([^/?#]+)\/([^/?#]+)\/pipelines\/(\d{1,15})\/steps\/(\d{1,15})\/log$/;
const Decoded = z.string().transform((text, context) => {
  try {
    return decodeURIComponent(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not encoded as an address' });
    return z.NEVER;
  }
});

/** Resources are read through the tools, so that grants, policies and the audit are the same. */
export function createResources(tools: ToolCaller) {
  const call = async <D extends (typeof TOOLS)[ToolName]>(tool: D, input: unknown, asked: Call): Promise<ToolOutput<D>> =>
    tool.output.parse(await tools.call(tool.name, input, asked)) as ToolOutput<D>;

  return {
    /** The projects that the caller may see. Logs are too many to list. */
    async list(asked: Call) {
      const projects: Project[] = [];
      for await (const page of pagesOf((cursor) => call(tonyProjectList, { cursor }, asked))) projects.push(...page.projects);
      return projects.map(({ name, repository }) => ({
        uri: `mosaic://projects/${encodeByteText(name)}`,
        name,
        description: `Project of ${repository}`,
        mimeType: 'application/json',
      }));
    },
    /** Throws `not_found` for an address of another form, too. */
    async read(uri: string, asked: Call): Promise<ResourceText> {
      const name = PROJECT.exec(uri)?.[1];
      if (name !== undefined) {
        const { project } = await call(tonyProjectGet, { project: Decoded.parse(name) }, asked);
        return { uri, mimeType: 'application/json', text: JSON.stringify(project, null, 2) };
      }
      const log = STEP_LOG.exec(uri);
      if (log === null) throw new MosaicError('not_found', `There is no resource ${uri}; resources/templates/list shows the forms.`);
      const [, owner = '', repo = '', number, id] = log;
      const input = {
        repository: `${Decoded.parse(owner)}/${Decoded.parse(repo)}`,
        number: Number(number),
        stepId: Number(id),
        from: -LOG_LINES,
        limit: LOG_LINES,
      };
      const { lines } = await call(ciPipelineLog, input, asked);
      return { uri, mimeType: 'text/plain', text: lines.map((line) => line.text).join('\n') };
    },
  };
}
export type Resources = ReturnType<typeof createResources>;

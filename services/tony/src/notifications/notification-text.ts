import type { EventData, notificationSend, runFinished, ToolInput } from '@mosaic/contracts/mosaic';

export type NotificationText = Pick<ToolInput<typeof notificationSend>, 'title' | 'body' | 'outcome'>;

/** Longest title that the inbox takes. */
const TITLE_LENGTH = 300;

/** What became of a change, in the product's words. The first words say it all; the body adds where and why. */
export function notificationText({
  outcome,
  project,
  repository,
  branch,
  pipelineNumber,
  title,
  summary,
}: EventData<typeof runFinished>): NotificationText {
  const name = project === '' ? repository : project;
  const subject = title === '' ? branch : title;
  switch (outcome) {
    case 'deployed':
      return { outcome: 'ok', title: cut(`${name} is live: ${subject}`), body: summary };
    case 'passed':
      return { outcome: 'ok', title: cut(`Pipeline #${pipelineNumber} passed on ${branch}: ${subject}`), body: summary };
    case 'failed':
      return {
        outcome: 'fail',
        title: cut(`Pipeline #${pipelineNumber} failed on ${branch}${summary === '' ? '' : `: ${summary}`}`),
        body: subject,
      };
    case 'deploy_failed':
      return { outcome: 'fail', title: cut(`${name} did not go live: ${subject}`), body: summary };
  }
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= TITLE_LENGTH ? line : `${line.slice(0, TITLE_LENGTH - 1)}…`;
}

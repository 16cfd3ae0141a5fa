import {
  postRepoPipeline,
  postRepoPipelineApprove,
  postRepoPipelineCancel,
  postRepoPipelineDecline,
  type Pipeline,
} from '@mosaic/contracts/woodpecker';
import { Alert, Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconCheck, IconPlayerStop, IconRefresh, IconX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useCallback } from 'react';

import { CopyAs } from '../../actions/copy-as.tsx';
import { type Action, useActions } from '../../actions/registry.tsx';
import { ci, requestId } from '../../api/clients.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { AppLink, pathTo, useGo } from '../../parts/app-link.tsx';
import { ChainStrip } from '../../parts/chain/chain-strip.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { FailureView, Loaded, MutationProblem, SkeletonRows } from '../../parts/loaded.tsx';
import { LogView } from '../../parts/log/log-view.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { StatusIcon } from '../../parts/status/status-icon.tsx';
import { CiDuration, RelativeTime } from '../../parts/time/relative-time.tsx';
import { spanOf } from '../../parts/time/span.ts';
import { useHash } from '../../parts/use-hash.ts';
import { ICON, type NounIcon, PipelineIcon } from '../../theme/icons.ts';
import { useMayPush } from '../repositories/queries.ts';
import { may, useSession } from '../session/queries.ts';
import { graphHeight, graphOf } from './parts/pipeline-graph.ts';
import { chooseStep, type Chosen, mayFail, reasonsOf } from './parts/pipeline-reasons.ts';
import { useStepLog } from './parts/step-log.ts';
import { artifactsQuery, ciRepoQuery, isMoving, pipelineQuery } from './queries.ts';
import css from './page.module.css';

const PipelineFlow = lazy(async () => ({ default: (await import('./parts/pipeline-flow.tsx')).PipelineFlow }));
const SECOND = 1000;
const REVIEW = { approve: postRepoPipelineApprove, decline: postRepoPipelineDecline };

interface PipelinePageProps {
  owner: string;
  repo: string;
  number: number;
  workflow?: string;
  step?: string;
}

/** What CI does for one event on one commit: graph, steps, live log. */
export function PipelinePage({ owner, repo, number, workflow = '', step = '' }: PipelinePageProps) {
  const pipeline = useQuery(pipelineQuery(owner, repo, number));
  return (
    <Loaded query={pipeline} isPage rows={14}>
      {(found) => <PipelineView owner={owner} repo={repo} pipeline={found} at={{ workflow, step }} />}
    </Loaded>
  );
}

interface PipelineViewProps {
  owner: string;
  repo: string;
  pipeline: Pipeline;
  /** The step that the address names; "" for none. */
  at: { workflow: string; step: string };
}

function PipelineView({ owner, repo, pipeline, at }: PipelineViewProps) {
  const isPhone = useMediaQuery('(max-width: 767px)', undefined, { getInitialValueInEffect: false });
  const chosen = chooseStep(pipeline, at.workflow, at.step);
  const base = pathTo(owner, repo, 'pipelines', pipeline.number);
  const hrefOf = (workflow: string, step: string): string => base + pathTo(workflow, step);
  const reasons = reasonsOf(pipeline);
  return (
    <ObjectPage
      title={`Pipeline #${pipeline.number}`}
      icon={PipelineIcon}
      wide
      crumbs={[
        { label: owner, href: pathTo(owner) },
        { label: repo, href: pathTo(owner, repo) },
        { label: 'Pipelines', href: pathTo(owner, repo, 'pipelines') },
      ]}
      status={<PipelineFacts owner={owner} repo={repo} pipeline={pipeline} />}
      actions={<PipelineActions owner={owner} repo={repo} pipeline={pipeline} />}
      chain={<ChainStrip id={pipeline.trace_id ?? pipeline.commit} present="pipeline" />}
    >
      {reasons.map(({ tone, title, text }) => (
        <Alert key={title + text} color={tone} variant="light" title={title}>
          {text}
        </Alert>
      ))}
      {pipeline.workflows.length > 0 && !isPhone && (
        <Suspense fallback={<div className="panel" style={{ height: graphHeight(graphOf(pipeline)) }} />}>
          <PipelineFlow
            pipeline={pipeline}
            selected={chosen === null ? '' : `${chosen.workflow.name}/${chosen.step.name}`}
            hrefOf={hrefOf}
          />
        </Suspense>
      )}
      <div className={css['pipeline-body']}>
        <StepList pipeline={pipeline} chosen={chosen} hrefOf={hrefOf} />
        {chosen === null ? (
          reasons.every(({ tone }) => tone !== 'fail') && (
            <NothingYet title="No steps yet">
              {pipeline.status === 'blocked'
                ? 'It waits for the approval of somebody who may push; nothing of it runs before.'
                : 'They stand here as soon as the configuration has been read.'}
            </NothingYet>
          )
        ) : (
          <StepLogView key={chosen.step.id} owner={owner} repo={repo} number={pipeline.number} chosen={chosen} />
        )}
      </div>
      <Artifacts owner={owner} repo={repo} pipeline={pipeline} />
    </ObjectPage>
  );
}

function PipelineFacts({ owner, repo, pipeline }: Omit<PipelineViewProps, 'at'>) {
  return (
    <>
      <span role="status">
        <StatusIcon of="pipeline" status={pipeline.status} />
      </span>
      <AppLink href={pathTo(owner, repo, 'commit', pipeline.commit)} className="plain-link truncate">
        {pipeline.title === '' ? pipeline.message.split('\n')[0] : pipeline.title}
      </AppLink>
      <span>{pipeline.branch}</span>
      <ActorAvatar login={pipeline.author} />
      <CiDuration of={pipeline} />
      <RelativeTime time={pipeline.created * SECOND} />
    </>
  );
}

/** What may be asked of a pipeline that exists in CI, as the reader. */
function usePipelineWrites({ owner, repo, pipeline }: Omit<PipelineViewProps, 'at'>) {
  const happened = useHappened();
  const go = useGo();
  const row = useQuery(ciRepoQuery(owner, repo)).data;
  const at = { repo_id: row?.id ?? 0, pipeline_number: pipeline.number };
  const renew = () =>
    happened('dev.cdevents.pipelinerun.started', { repository: `${owner}/${repo}`, number: pipeline.number, sha: pipeline.commit });
  const restart = useMutation({
    mutationFn: () => ci.call(postRepoPipeline, at),
    onSuccess: async ({ number }) => {
      await renew();
      go(pathTo(owner, repo, 'pipelines', number));
    },
  });
  const cancel = useMutation({ mutationFn: () => ci.call(postRepoPipelineCancel, at), onSettled: renew });
  const review = useMutation({ mutationFn: (verdict: keyof typeof REVIEW) => ci.call(REVIEW[verdict], at), onSettled: renew });
  return {
    restart: () => restart.mutate(),
    cancel: () => cancel.mutate(),
    review: (verdict: keyof typeof REVIEW) => review.mutate(verdict),
    repoId: row?.id ?? null,
    isPending: restart.isPending || cancel.isPending || review.isPending,
    error: cancel.error ?? restart.error ?? review.error,
  };
}

type PipelineWrites = ReturnType<typeof usePipelineWrites>;

/** What may be done with a pipeline as it is: judge a blocked one, stop one that moves, run another again. */
function pipelineActions(repository: string, pipeline: Pipeline, { restart, cancel, review, repoId }: PipelineWrites): PipelineAction[] {
  const api = `${window.location.origin.replace('//', '//ci.')}/api/repos/${repoId ?? 0}/pipelines/${pipeline.number}`;
  const curl = (path: string): string => `curl -X POST -H "Authorization: Bearer $MOSAIC_TOKEN" ${api}${path}`;
  const action = (verb: string, icon: NounIcon, rest: Pick<Action, 'run' | 'equivalents'>): PipelineAction => ({
    id: verb.toLowerCase(),
    verb,
    title: `${verb} pipeline #${pipeline.number}`,
    group: 'On this page',
    icon,
    ...rest,
  });
  if (pipeline.status === 'blocked') {
    return [
      action('Approve', IconCheck, { run: () => review('approve'), equivalents: { curl: curl('/approve') } }),
      action('Decline', IconX, { run: () => review('decline'), equivalents: { curl: curl('/decline') } }),
    ];
  }
  if (isMoving(pipeline)) return [action('Cancel', IconPlayerStop, { run: cancel, equivalents: { curl: curl('/cancel') } })];
  const mcp = { tool: 'ci_pipeline_restart', arguments: { requestId: requestId(), repository, number: pipeline.number } };
  return [action('Restart', IconRefresh, { run: restart, equivalents: { curl: curl(''), mcp } })];
}

type PipelineAction = Action & { verb: string; icon: NounIcon };

function PipelineActions({ owner, repo, pipeline }: Omit<PipelineViewProps, 'at'>) {
  const repository = `${owner}/${repo}`;
  const session = useSession();
  const writes = usePipelineWrites({ owner, repo, pipeline });
  const mayPush = useMayPush(repository);
  const canWrite = mayPush && may(session, 'ci:pipeline:write') && writes.repoId !== null;
  const actions = pipelineActions(repository, pipeline, writes);
  const [copied] = actions;
  useActions(canWrite ? actions : []);
  if (!canWrite) return null;
  return (
    <>
      {actions.map((one) => (
        <Button
          key={one.id}
          variant={one.verb === 'Approve' ? 'filled' : 'default'}
          leftSection={<one.icon {...ICON} />}
          loading={writes.isPending}
          onClick={one.run}
        >
          {one.verb}
        </Button>
      ))}
      <CopyAs title={copied?.title ?? ''} equivalents={copied?.equivalents ?? {}} />
      <MutationProblem title={`Pipeline #${pipeline.number} is as it was`} error={writes.error} />
    </>
  );
}

function StepList({
  pipeline,
  chosen,
  hrefOf,
}: {
  pipeline: Pipeline;
  chosen: Chosen | null;
  hrefOf: (workflow: string, step: string) => string;
}) {
  return (
    <nav aria-label="Steps" className={`${css['step-list']} panel`}>
      {pipeline.workflows.map((workflow) => (
        <div key={workflow.id}>
          <div className={css['step-workflow']}>
            <StatusIcon of="pipeline" status={workflow.state} iconOnly />
            <strong className="truncate">{workflow.name}</strong>
          </div>
          {(workflow.waiting || workflow.error) !== '' && (
            <p className={`meta ${css['step-note']}`}>{workflow.waiting || workflow.error}</p>
          )}
          <ul>
            {workflow.children.map((step) => (
              <li key={step.id}>
                <AppLink
                  href={hrefOf(workflow.name, step.name)}
                  className={css['step-link']}
                  aria-current={step.id === chosen?.step.id ? 'step' : undefined}
                >
                  <StatusIcon of="pipeline" status={step.state} iconOnly />
                  <span className="truncate">{step.name}</span>
                  <span className={`meta ${css['flow-time']}`}>
                    <CiDuration of={step} />
                  </span>
                </AppLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function StepLogView({ owner, repo, number, chosen: { workflow, step } }: { owner: string; repo: string; number: number; chosen: Chosen }) {
  const router = useRouter();
  const hash = useHash();
  const repoId = useQuery(ciRepoQuery(owner, repo)).data?.id ?? 0;
  const isRunning = step.state === 'running';
  const log = useStepLog({ repository: `${owner}/${repo}`, repoId, number, stepId: step.id, state: step.state });
  const address = pathTo(owner, repo, 'pipelines', number, workflow.name, step.name);
  const select = useCallback((lines: string): void => router.history.replace(`${address}#${lines}`), [router, address]);
  // Without a step in the address the page goes on to the next one as it begins.
  const stay = useCallback((): void => {
    if (router.history.location.pathname !== address) router.history.replace(address);
  }, [router, address]);
  const span = spanOf(step);
  const tookMs = span === null || span.endedAt === null ? null : span.endedAt - span.startedAt;
  const hasEnded = tookMs !== null;
  return (
    <section className={css['step-log']} aria-label={`Step ${step.name}`}>
      <h2 className={css['step-title']}>
        {step.name} <StatusIcon of="pipeline" status={step.state} />
        {hasEnded && step.exit_code !== 0 && <span className="muted">exit code {step.exit_code}</span>}
        {mayFail(step) && <span className="muted">may fail: the workflow goes on</span>}
        {log.lost && <span className="muted">The live log is gone; trying again.</span>}
      </h2>
      {step.error !== '' && (
        <Alert color="fail" variant="light" title="Reason">
          {step.error}
        </Alert>
      )}
      {log.error !== null ? (
        <FailureView error={log.error} onRetry={() => router.invalidate()} />
      ) : log.isLoading ? (
        <SkeletonRows rows={8} />
      ) : log.lines.length === 0 && !isRunning ? (
        <div className="panel">
          <NothingYet title="No output">{hasEnded ? 'The step printed nothing.' : 'The step has not begun.'}</NothingYet>
        </div>
      ) : (
        <LogView
          lines={log.lines}
          end={tookMs === null ? null : { exitCode: step.exit_code, time: tookMs / SECOND }}
          hash={hash}
          onSelect={select}
          onStay={stay}
          name={`${repo} #${number} ${workflow.name} ${step.name}`}
        />
      )}
    </section>
  );
}

function Artifacts({ owner, repo, pipeline }: { owner: string; repo: string; pipeline: Pipeline }) {
  const artifacts = useQuery({ ...artifactsQuery(owner, repo, pipeline.number), enabled: !isMoving(pipeline) }).data ?? [];
  if (artifacts.length === 0) return null;
  return (
    <section className={css['artifact-section']} aria-label="Artifacts">
      <h2 className={css['step-title']}>Artifacts</h2>
      <ul className={`panel ${css['artifacts']}`}>
        {artifacts.map(({ name, files, size, step }) => (
          <li key={name}>
            <a
              className="text-link"
              href={`/-/ci/-/repositories/${owner}/${repo}/pipelines/${pipeline.number}/artifacts/${encodeURIComponent(name)}`}
              download={`${name}.tar`}
            >
              {name}
            </a>
            <span className="meta">
              {files} {files === 1 ? 'file' : 'files'}, {Math.max(1, Math.round(size / 1024))} KiB, from {step}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

import {
  deploymentRequested,
  EVENTS,
  type Deployment,
  type notificationSend,
  type Project,
  type Task,
  type TaskStep,
  type ToolArguments,
} from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { hashToken } from '@mosaic/platform/secrets';

import { found } from '../found.ts';
import { endOf, Looks } from '../looks.ts';
import type { FakeFeed } from '../mosaic/fake-feed.ts';
import type { ToolAnswers, ToolCaller } from './fake-tools.ts';
import { Pipelines } from './pipelines.ts';
import { shownFrom } from './shown-from.ts';

/** How long a claimed task is held, ms. */
const LEASE_MS = 30_000;
/** Runs of a task before it is left to a person. */
const ATTEMPTS = 3;

/** What the MCP server coordinates, in memory and for one repository's owner; nobody is asked for a right. */
export class Coordination {
  readonly tasks: Task[] = [];
  readonly deployments = new Map<number, Deployment>();
  /** Repositories by the name of their project. */
  readonly projects = new Map<string, string>();
  readonly pipelines = new Pipelines();
  /** What was done at each task, by its key. */
  readonly transcripts = new Map<string, TaskStep[]>();
  readonly inbox: ToolArguments<typeof notificationSend>[] = [];
  /** Logins without an account. */
  readonly strangers = new Set<string>();
  /** Says that every lease has passed to another holder. */
  leasesAreLost = false;
  /** Tokens that only take tasks; what is taken is worked on with the attempt's own. */
  readonly takers = new Set<string>();
  /** Which attempt a token is for, by the hash that came with the claim. */
  readonly #attempts = new Map<string, string>();
  #epoch = 0;
  readonly #feed: FakeFeed;
  readonly #looks = new Looks();

  constructor(feed: FakeFeed) {
    this.#feed = feed;
  }

  /** "attempt 1 at key-1" for the token of an attempt, any other as it is. */
  attemptOf(token: string): string {
    return this.#attempts.get(hashToken(token)) ?? token;
  }

  addTask(given: Partial<Task> & Pick<Task, 'role'>): Task {
    const number = this.tasks.length + 1;
    const task: Task = {
      id: `T.${number}`,
      key: `key-${number}`,
      project: 'hello',
      repository: 'ada/hello',
      private: false,
      title: '',
      description: '',
      state: 'ready',
      reason: '',
      priority: 'high',
      attempts: 0,
      input: {},
      result: null,
      lease: null,
      traceId: '',
      createdBy: 'mosaic-core',
      createdAt: 0,
      updatedAt: 0,
      ...given,
    };
    this.tasks.push(task);
    this.#looks.again();
    return task;
  }

  requestDeployment(given: Partial<Deployment> & Pick<Deployment, 'pipelineNumber'>): Deployment {
    const { project = 'hello', environment = 'production' } = given;
    const deployment: Deployment = {
      repository: 'ada/hello',
      private: false,
      sha: '1'.repeat(40),
      branch: 'main',
      title: '',
      target: 'site',
      artifact: 'site',
      state: 'requested',
      reason: '',
      url: `http://${project}.localhost:8080`,
      traceId: '',
      requestedBy: 'mosaic-core',
      requestedAt: 0,
      finishedAt: null,
      rollbackOf: null,
      ...given,
      project,
      environment,
      id: this.deployments.size + 1,
    };
    this.deployments.set(deployment.id, deployment);
    const { id: deploymentId, repository, private: isPrivate, sha } = deployment;
    this.#feed.emit(deploymentRequested, { project, environment, deploymentId, repository, private: isPrivate, sha });
    return deployment;
  }

  answers(): ToolAnswers {
    const pipelines = this.pipelines.answers((caller) => this.#requireWorker(caller));
    return { ...pipelines, ...this.#facts(), ...this.#projects(), ...this.#deployments(), ...this.#tasks(), ...this.#leases() };
  }

  #facts(): ToolAnswers {
    return {
      event_read: (wanted, { gone }) => this.#feed.page(wanted, gone),
      event_record: ({ type, data, subject, traceId }) => ({
        seq: this.#feed.emit(EVENTS[type], EVENTS[type].data.parse(data), { subject, traceId }).seq,
      }),
      notification_send: (sent) => {
        if (this.strangers.has(sent.login)) throw new MosaicError('not_found', 'There is no such person.');
        this.inbox.push(sent);
        const { requestId: _requestId, login: _login, ...entry } = sent;
        return { added: true, entry: { ...entry, id: this.inbox.length, createdAt: 0, readAt: null } };
      },
    };
  }

  #projects(): ToolAnswers {
    const projectOf = (name: string): Project => {
      const repository = found(this.projects.get(name));
      return { name, repository, private: false, owner: 'ada', createdAt: 0, environments: [] };
    };
    return {
      tony_project_list: (wanted) => {
        const { shown, next } = shownFrom([...this.projects.keys()].toSorted(), wanted);
        return { projects: shown.map(projectOf), next };
      },
      tony_project_create: ({ project, repository }) => {
        this.projects.set(project, repository);
        return { project: projectOf(project) };
      },
    };
  }

  #deployments(): ToolAnswers {
    return {
      deployment_request: ({ requestId: _requestId, ...wanted }) => ({ deployment: this.requestDeployment(wanted) }),
      deployment_get: ({ id }) => ({ deployment: found(this.deployments.get(id)) }),
      deployment_report: ({ id, state, reason }) => ({ deployment: Object.assign(found(this.deployments.get(id)), { state, reason }) }),
    };
  }

  #tasks(): ToolAnswers {
    return {
      task_create: ({ requestId: _requestId, ...wanted }) => ({ task: this.addTask(wanted) }),
      task_get: ({ key }) => ({ task: this.#task(key ?? '') }),
      task_validate: ({ key, accepted, evidence, reason }) => {
        const task = this.#task(key);
        if (task.state !== 'completed') throw new MosaicError('conflict', 'Only completed work can be validated.');
        if (!accepted) return { task: this.#againOrBlocked(Object.assign(task, { reason })) };
        return { task: Object.assign(task, { state: 'validated', reason, result: { ...task.result, evidence } } as const) };
      },
    };
  }

  #leases(): ToolAnswers {
    const ready = (roles: readonly string[]) => this.tasks.find(({ state, role }) => state === 'ready' && roles.includes(role));
    return {
      task_next: async ({ roles, waitMs }, { gone }) => {
        await this.#looks.until(() => ready(roles) !== undefined, endOf(waitMs, gone));
        return { task: ready(roles) ?? null };
      },
      task_claim: ({ key, tokenHash }, { token }) => {
        if (this.#attempts.has(hashToken(token))) throw new MosaicError('forbidden', 'This token takes no tasks.');
        const task = this.#task(key);
        if (task.state !== 'ready') throw new MosaicError('conflict', 'Another agent holds it.');
        this.#epoch += 1;
        if (tokenHash !== undefined) this.#attempts.set(tokenHash, `attempt ${this.#epoch} at ${key}`);
        const lease = { holder: task.role, epoch: this.#epoch, expiresAt: Date.now() + LEASE_MS };
        return { task: Object.assign(task, { state: 'in_progress', lease } as const) };
      },
      task_heartbeat: ({ progress, ...held }, caller) => {
        const task = this.#held(held, caller);
        const lease = { holder: task.role, epoch: held.epoch, expiresAt: Date.now() + LEASE_MS };
        return { task: Object.assign(task, { reason: progress === '' ? task.reason : progress, lease }) };
      },
      task_release: ({ reason, ...held }, caller) => ({
        task: this.#given(Object.assign(this.#held(held, caller), { state: 'ready', reason, lease: null } as const)),
      }),
      task_complete: ({ outcome, result, reason, ...held }, caller) => {
        const task = Object.assign(this.#held(held, caller), { result, reason, lease: null });
        if (outcome === 'completed') return { task: Object.assign(task, { state: 'completed' } as const) };
        return { task: this.#againOrBlocked(task) };
      },
    };
  }

  /** After an attempt for nothing; the next one needs no pause here. */
  #againOrBlocked(task: Task): Task {
    task.attempts += 1;
    task.state = task.attempts < ATTEMPTS ? 'ready' : 'blocked';
    return this.#given(task);
  }

  /** It may be somebody's next. */
  #given(task: Task): Task {
    this.#looks.again();
    return task;
  }

  #task(key: string): Task {
    return found(this.tasks.find((task) => task.key === key));
  }

  #requireWorker({ token }: ToolCaller): void {
    if (this.takers.has(token)) throw new MosaicError('forbidden', 'This token only takes tasks.');
  }

  #held({ key, epoch, steps }: { key: string; epoch: number; steps: readonly TaskStep[] }, caller: ToolCaller): Task {
    this.#requireWorker(caller);
    const task = this.#task(key);
    if (this.leasesAreLost || task.lease?.epoch !== epoch) throw new MosaicError('stale_lease', 'The lease has passed to another holder.');
    this.transcripts.set(key, [...(this.transcripts.get(key) ?? []), ...steps]);
    return task;
  }
}

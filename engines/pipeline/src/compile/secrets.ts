import type { PipelineEvent } from './metadata.ts';

/** A secret as the CI service holds it; empty lists do not filter, save that pull requests must be among the events. */
export interface PipelineSecret {
  name: string;
  value: string;
  events: readonly string[];
  /** Plugin images that alone may use it. */
  images: readonly string[];
}

/** Who asks for a secret. */
export interface SecretUser {
  event: PipelineEvent;
  image: string;
  isPlugin: boolean;
}

/** What a look-up found: the value, or why there is none, in words that say what to do. */
type SecretAnswer = { value: string } | { refusal: string };

/** The secrets of one workflow; it remembers which were used, because only those are sent for masking. */
export class SecretBox {
  readonly #byName: ReadonlyMap<string, PipelineSecret>;
  readonly #used = new Map<string, string>();

  constructor(secrets: readonly PipelineSecret[]) {
    this.#byName = new Map(secrets.map((secret) => [secret.name.toLowerCase(), secret]));
  }

  look(name: string, user: SecretUser): SecretAnswer {
    const secret = this.#byName.get(name.toLowerCase());
    if (secret === undefined) return { refusal: `secret "${name}" not found; add it to the repository's secrets, or correct the name` };
    if (!allowsEvent(secret.events, user.event)) {
      return { refusal: `secret "${name}" is not allowed for the event ${user.event}; allow the event in the secret's settings` };
    }
    if (secret.images.length > 0 && !user.isPlugin) {
      return { refusal: `secret "${name}" is only allowed for plugins, and this step has commands, an entrypoint or an environment` };
    }
    if (secret.images.length > 0 && !secret.images.some((image) => matchesImage(user.image, image))) {
      return { refusal: `secret "${name}" is not allowed for the image ${user.image}; its images are ${secret.images.join(', ')}` };
    }
    this.#used.set(secret.name.toLowerCase(), secret.value);
    return { value: secret.value };
  }

  used(): { name: string; value: string }[] {
    return [...this.#used].map(([name, value]) => ({ name, value }));
  }
}

/**
 * `pull_request` covers the three events of pull requests (docs/reference/pipelines.md#secrets), which must be named: anybody who may
 * open one writes what runs then.
 */
function allowsEvent(events: readonly string[], event: PipelineEvent): boolean {
  if (event.startsWith('pull_request')) return events.includes(event) || events.includes('pull_request');
  return events.length === 0 || events.includes(event);
}

/** The same image after `docker.io/library/` is left out; the tag counts only when the filter has one. */
export function matchesImage(image: string, filter: string): boolean {
  const wanted = splitImage(filter);
  const given = splitImage(image);
  return wanted.name === given.name && (wanted.tag === undefined || wanted.tag === (given.tag ?? 'latest'));
}

function splitImage(reference: string): { name: string; tag?: string } {
  const plain = (reference.split('@')[0] ?? '').replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
  const colon = plain.lastIndexOf(':');
  return colon > plain.lastIndexOf('/') ? { name: plain.slice(0, colon), tag: plain.slice(colon + 1) } : { name: plain };
}

const LOOPBACK = /^(?:localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Where clients reach the SSH door; its port stands fast once it listens. */
export class SshAddress {
  readonly #host: string;
  readonly #isReached: boolean;
  #port = 0;

  /** `addresses`: where the door listens; with loopback alone nobody reaches it at the name of another machine. */
  constructor({ publicUrl, addresses }: { publicUrl: string; addresses: readonly string[] }) {
    this.#host = new URL(publicUrl).hostname;
    this.#isReached = LOOPBACK.test(this.#host) || addresses.some((address) => address !== '::1' && !LOOPBACK.test(address));
  }

  listensAt(port: number): void {
    this.#port = port;
  }

  /** What git clones, in Gitea's form; empty where nobody would be there. */
  of(fullName: string): string {
    if (!this.#isReached || this.#port === 0) return '';
    return this.#port === 22 ? `git@${this.#host}:${fullName}.git` : `ssh://git@${this.#host}:${this.#port}/${fullName}.git`;
  }
}

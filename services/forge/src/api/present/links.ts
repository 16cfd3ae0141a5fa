import type { Repository } from '../../repos/repository.ts';

/** Addresses that people and clients follow; all below the one public address. */
export class Links {
  readonly publicUrl: string;

  constructor(publicUrl: string) {
    this.publicUrl = publicUrl.replace(/\/$/, '');
  }

  user(login: string): string {
    return `${this.publicUrl}/${encodeURIComponent(login)}`;
  }

  repository(repository: Pick<Repository, 'fullName'>): string {
    return `${this.publicUrl}/${repository.fullName}`;
  }

  api(repository: Pick<Repository, 'fullName'>): string {
    return `${this.publicUrl}/api/v1/repos/${repository.fullName}`;
  }

  /** The address of a file or folder at a ref, with real slashes. */
  path(path: string): string {
    return path.split('/').map(encodeURIComponent).join('/');
  }

  /** Nobody's mailbox: people's own addresses are not told to others. */
  noreply(login: string): string {
    return `${login}@noreply.${new URL(this.publicUrl).hostname}`;
  }
}

import { encodeBytePath, encodeByteText } from '@mosaic/contracts/wire';
import type { Revision } from '@mosaic/engines/git';

import type { Repository } from '../repositories/repository.ts';
import type { SshAddress } from './ssh-address.ts';

/** Addresses that people and clients follow; all below the one public address. A byte that is no UTF-8 stands in them as itself ("%FF"). */
export class Links {
  readonly publicUrl: string;
  readonly #ssh: SshAddress;

  constructor(publicUrl: string, ssh: SshAddress) {
    this.publicUrl = publicUrl.replace(/\/$/, '');
    this.#ssh = ssh;
  }

  user(login: string): string {
    return `${this.publicUrl}/${encodeByteText(login)}`;
  }

  repository(repository: Pick<Repository, 'fullName'>): string {
    return `${this.publicUrl}/${repository.fullName}`;
  }

  /** What git clones by SSH. */
  ssh(repository: Pick<Repository, 'fullName'>): string {
    return this.#ssh.of(repository.fullName);
  }

  /** The page of a pull request. */
  pull(repository: Pick<Repository, 'fullName'>, number: number): string {
    return `${this.repository(repository)}/pulls/${number}`;
  }

  /** The page of a release. */
  release(repository: Pick<Repository, 'fullName'>, tag: string): string {
    return `${this.repository(repository)}/releases/tag/${encodeBytePath(tag)}`;
  }

  /** The files of a ref; `name` ends with the format: "v1.0.zip". */
  archive(repository: Pick<Repository, 'fullName'>, name: string): string {
    return `${this.repository(repository)}/archive/${encodeBytePath(name)}`;
  }

  /** A file of a release by its name. */
  download(repository: Pick<Repository, 'fullName'>, tag: string, name: string): string {
    return `${this.repository(repository)}/releases/download/${encodeByteText(tag)}/${encodeByteText(name)}`;
  }

  /** A file of a release by the name that nobody guesses. */
  attachment(uuid: string): string {
    return `${this.publicUrl}/attachments/${uuid}`;
  }

  api(repository: Pick<Repository, 'fullName'>): string {
    return `${this.publicUrl}/api/v1/repos/${repository.fullName}`;
  }

  /** The page of a file or folder at a branch, tag or commit. */
  source(repository: Pick<Repository, 'fullName'>, at: Revision, path: string): string {
    const ref = at.kind === 'branch' || at.kind === 'tag' ? `${at.kind}/${encodeBytePath(at.name)}` : `commit/${at.commitId}`;
    return `${this.repository(repository)}/src/${ref}${path === '' ? '' : `/${encodeBytePath(path)}`}`;
  }

  /** An object by its id, at the door of its type. */
  object(repository: Pick<Repository, 'fullName'>, type: 'commit' | 'tag' | 'tree' | 'blob', id: string): string {
    return `${this.api(repository)}/git/${type}s/${id}`;
  }

  /** The address of a file or folder at a ref, with real slashes. */
  path(path: string): string {
    return encodeBytePath(path);
  }

  /** A member of an address's query. */
  value(text: string): string {
    return encodeByteText(text);
  }

  /** Nobody's mailbox: people's own addresses are not told to others. */
  noreply(login: string): string {
    return `${login}@noreply.${new URL(this.publicUrl).hostname}`;
  }
}

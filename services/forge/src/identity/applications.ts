import {
  createOauthApplication,
  deleteOauthApplication,
  listOauthApplications,
  nativeCalls,
  replaceOauthApplication,
  type NativeCalls,
  type NewOauthApplication,
  type OauthApplication,
  type OauthApplicationWithSecret,
} from '@mosaic/contracts/mosaic';
import { WireError, type Send } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

type Stated = Omit<NewOauthApplication, 'login'>;

/** The programs that sign people in through us: accounts keeps them, the forge has Gitea's API to them. */
export class Applications {
  readonly #calls: NativeCalls;

  constructor(accounts: Send) {
    this.#calls = nativeCalls(accounts);
  }

  /** Those that somebody registered, in the order of their making. */
  list(login: string): Promise<OauthApplication[]> {
    return asAnswered(this.#calls.call(listOauthApplications, { query: { login } }));
  }

  /** @throws MosaicError `not_found` for one that is not theirs. */
  async require(login: string, id: number): Promise<OauthApplication> {
    const application = (await this.list(login)).find((one) => one.id === id);
    if (application === undefined) throw unknownApplication();
    return application;
  }

  /** @throws MosaicError `invalid_input` for an address that leads nowhere, `conflict` for too many. */
  create(login: string, stated: Stated): Promise<OauthApplicationWithSecret> {
    return asAnswered(this.#calls.call(createOauthApplication, { body: { ...stated, login } }));
  }

  /** @throws MosaicError `not_found`, `invalid_input`. */
  replace(login: string, id: number, stated: Stated): Promise<OauthApplicationWithSecret> {
    return asAnswered(this.#calls.call(replaceOauthApplication, { id, body: { ...stated, login } }));
  }

  /** @throws MosaicError `not_found`. */
  remove(login: string, id: number): Promise<void> {
    return asAnswered(this.#calls.call(deleteOauthApplication, { id, query: { login } }));
  }
}

function unknownApplication(cause?: unknown): MosaicError {
  return new MosaicError('not_found', 'You have registered no application with this id.', { cause });
}

/** What accounts refuses, in its own words; else that it does not answer. */
async function asAnswered<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    const status = cause instanceof WireError ? cause.status : 0;
    if (status === 404) throw unknownApplication(cause);
    if (status === 409)
      throw new MosaicError('conflict', 'You have as many applications as anybody may; delete some that are not used.', { cause });
    if (status === 422)
      throw new MosaicError('invalid_input', 'Nobody can be led back to this address: give a whole one with http or https, without "#…".', {
        cause,
      });
    throw new MosaicError('unavailable', 'Accounts do not answer as they should; try again shortly.', { cause });
  }
}

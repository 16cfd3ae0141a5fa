import { Login } from '@mosaic/contracts/mosaic';

/** What an installation sets of accounts: keys of `mosaic.yaml`. */
export const ACCOUNTS_SECTION = {
  /** Login of the first administrator. */
  adminUser: Login.default('root'),
};

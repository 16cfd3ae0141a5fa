import type { Visibility } from '../owners/owner.ts';
import type { Links } from './links.ts';

/** Somebody as rows name them. */
export interface Named {
  uid: number;
  login: string;
  name?: string;
  email?: string;
  administrator?: boolean;
  visibility?: Visibility;
}

const EPOCH = '1970-01-01T00:00:00Z';

/** Gitea's User. A person's `visibility` is always public: clients take any other word for a private owner. */
export function presentUser(links: Links, { uid, login, name = '', email, administrator = false, visibility = 'public' }: Named) {
  return {
    id: uid,
    login,
    login_name: '',
    source_id: 0,
    full_name: name === login ? '' : name,
    email: email ?? links.noreply(login),
    // Nobody has a picture here; pages draw initials.
    avatar_url: '',
    html_url: links.user(login),
    language: '',
    is_admin: administrator,
    last_login: EPOCH,
    created: EPOCH,
    restricted: false,
    active: true,
    prohibit_login: false,
    location: '',
    website: '',
    description: '',
    visibility,
    followers_count: 0,
    following_count: 0,
    starred_repos_count: 0,
    username: login,
  };
}

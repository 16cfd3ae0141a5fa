import { ActionIcon, AppShell, Group, Kbd, Menu, UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';

import { useShortcuts } from '../actions/shortcuts.ts';
import { LiveProvider, useLiveState } from '../live/live.tsx';
import { inboxQuery } from '../features/inbox/queries.ts';
import { useSession } from '../features/session/queries.ts';
import { ActorAvatar } from '../parts/actor-avatar.tsx';
import { AppLink } from '../parts/app-link.tsx';
import { ICON, NAV_ICON, SearchIcon } from '../theme/icons.ts';
import { AccountMenuItems, useGlobalActions } from './account-menu.tsx';
import { LaterOverlays } from './later-overlays.tsx';
import { ENTRIES, type Entry } from './navigation.ts';
import css from './app-frame.module.css';

/** Sidebar on the left, one bottom bar on a phone, the page in between. */
export function AppFrame() {
  useShortcuts();
  useGlobalActions();
  return (
    <LiveProvider>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <AppShell
        header={{ height: { base: 48, sm: 0 } }}
        navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: true } }}
        footer={{ height: { base: 56, sm: 0 } }}
        transitionDuration={0}
      >
        <AppShell.Header className={css['phone-head']} hiddenFrom="sm">
          <Wordmark />
          <AccountMenu compact />
        </AppShell.Header>
        <AppShell.Navbar className={css['sidebar']} aria-label="Main" visibleFrom="sm">
          <Sidebar />
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1} className={css['content']}>
          <LostStream />
          <Outlet />
        </AppShell.Main>
        <AppShell.Footer className={css['bottom-bar']} hiddenFrom="sm" withBorder>
          <BottomBar />
        </AppShell.Footer>
      </AppShell>
      <LaterOverlays />
    </LiveProvider>
  );
}

function Wordmark() {
  return (
    <AppLink href="/" className={css['wordmark']} aria-label="MosAIc, home">
      <img src="/-/assets/icon.svg" alt="" width={20} height={20} />
      MosAIc
    </AppLink>
  );
}

function usePath(): string {
  return useRouterState({ select: ({ location }) => location.pathname });
}

function useUnread(): number {
  return useQuery(inboxQuery).data?.unread ?? 0;
}

function Sidebar() {
  const path = usePath();
  const unread = useUnread();
  return (
    <>
      <Wordmark />
      <UnstyledButton className={css['search-button']} onClick={spotlight.open} aria-keyshortcuts="Control+K">
        <SearchIcon {...ICON} aria-hidden />
        <span>Search or run</span>
        <Kbd size="xs">Ctrl K</Kbd>
      </UnstyledButton>
      <ul className={css['nav-list']}>
        {ENTRIES.map((entry) => (
          <li key={entry.href}>
            <NavEntry entry={entry} isActive={entry.covers.test(path)} count={entry.href === '/-/inbox' ? unread : 0} />
          </li>
        ))}
      </ul>
      <div className={css['sidebar-foot']}>
        <AccountMenu />
      </div>
    </>
  );
}

function NavEntry({ entry: { href, label, icon: Glyph, key }, isActive, count }: { entry: Entry; isActive: boolean; count: number }) {
  return (
    <AppLink href={href} className={css['nav-entry']} aria-current={isActive ? 'page' : undefined} title={`g ${key}`}>
      <Glyph {...NAV_ICON} aria-hidden />
      <span>{label}</span>
      {count > 0 && (
        <span className={`${css['nav-count']} figures`}>
          {count}
          <span className="visually-hidden"> unread</span>
        </span>
      )}
    </AppLink>
  );
}

function BottomBar() {
  const path = usePath();
  const unread = useUnread();
  return (
    <nav aria-label="Main" className={css['bottom-nav']}>
      {ENTRIES.filter(({ inBar }) => inBar).map((entry) => (
        <NavEntry key={entry.href} entry={entry} isActive={entry.covers.test(path)} count={entry.href === '/-/inbox' ? unread : 0} />
      ))}
      <UnstyledButton className={css['nav-entry']} onClick={spotlight.open}>
        <SearchIcon {...NAV_ICON} aria-hidden />
        <span>Search</span>
      </UnstyledButton>
    </nav>
  );
}

function AccountMenu({ compact = false }: { compact?: boolean }) {
  const { principal } = useSession();
  return (
    <Menu position={compact ? 'bottom-end' : 'top-start'} width={220}>
      <Menu.Target>
        {compact ? (
          <ActionIcon aria-label={`Menu of ${principal.login}`}>
            <ActorAvatar login={principal.login} kind={principal.kind} bare />
          </ActionIcon>
        ) : (
          <UnstyledButton className={css['account-button']}>
            <ActorAvatar login={principal.login} kind={principal.kind} />
            <span className="meta">{principal.role}</span>
          </UnstyledButton>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        <AccountMenuItems withNavigation={compact} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** A page that lost its stream says so; it catches up by itself. */
function LostStream() {
  const state = useLiveState();
  return (
    <div role="status" className={state === 'lost' ? css['lost-stream'] : undefined}>
      {state === 'lost' && (
        <Group gap="sm" wrap="nowrap">
          <IconPlugConnectedX {...ICON} aria-hidden />
          The live connection is gone; what you see may be old. Trying again by itself.
        </Group>
      )}
    </div>
  );
}

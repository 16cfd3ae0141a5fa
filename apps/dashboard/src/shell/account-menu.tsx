import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import {
  IconCheck,
  IconChecklist,
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconRowInsertBottom,
  IconSun,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { signOut } from '@mosaic/contracts/mosaic';

import { useActions, type Action } from '../actions/registry.tsx';
import { accounts } from '../api/clients.ts';
import { useGo } from '../parts/app-link.tsx';
import { ICON } from '../theme/icons.ts';
import { useDensity, useFirstStepsChoice } from '../theme/preferences.ts';
import { ENTRIES } from './navigation.ts';
import { openShortcutSheet } from './key-sheet-store.ts';

const SCHEMES: readonly { value: MantineColorScheme; label: string; icon: typeof IconSun }[] = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
];

/** Signs out, forgets everything that was read, and shows the sign-in page. */
export function useSignOut(): () => void {
  const client = useQueryClient();
  return () => {
    void accounts.call(signOut, {}).finally(() => {
      client.clear();
      window.location.assign('/-/sign-in');
    });
  };
}

export function AccountMenuItems({ withNavigation }: { withNavigation: boolean }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = useDensity();
  const go = useGo();
  const signOut = useSignOut();
  return (
    <>
      {withNavigation &&
        ENTRIES.filter(({ inBar }) => inBar !== true).map(({ href, label, icon: Glyph }) => (
          <Menu.Item key={href} leftSection={<Glyph {...ICON} />} onClick={() => go(href)}>
            {label}
          </Menu.Item>
        ))}
      {withNavigation && <Menu.Divider />}
      <Menu.Label>Appearance</Menu.Label>
      {SCHEMES.map(({ value, label, icon: Glyph }) => (
        <Menu.Item
          key={value}
          leftSection={<Glyph {...ICON} />}
          rightSection={colorScheme === value ? <IconCheck {...ICON} aria-label="chosen" /> : null}
          onClick={() => setColorScheme(value)}
        >
          {label}
        </Menu.Item>
      ))}
      <Menu.Item
        leftSection={<IconRowInsertBottom {...ICON} />}
        rightSection={density === 'compact' ? <IconCheck {...ICON} aria-label="chosen" /> : null}
        onClick={() => setDensity(density === 'compact' ? 'comfortable' : 'compact')}
      >
        Compact rows
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<IconKeyboard {...ICON} />} onClick={openShortcutSheet}>
        Keyboard shortcuts
      </Menu.Item>
      <Menu.Item leftSection={<IconLogout {...ICON} />} onClick={signOut}>
        Sign out
      </Menu.Item>
    </>
  );
}

/** What can be done from anywhere. */
export function useGlobalActions(): void {
  const go = useGo();
  const { setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = useDensity();
  const [, setFirstSteps] = useFirstStepsChoice();
  const signOut = useSignOut();
  const navigation = ENTRIES.map(({ label, href, key, icon }): Action => ({
    id: `go${href}`,
    title: label,
    group: 'Go to',
    keys: ['g', key],
    icon,
    run: () => go(href),
  }));
  useActions([
    ...navigation,
    ...SCHEMES.map(({ value, label, icon }): Action => ({
      id: `scheme-${value}`,
      title: `Colours: ${label.toLowerCase()}`,
      group: 'Appearance',
      icon,
      run: () => setColorScheme(value),
    })),
    {
      id: 'density',
      title: density === 'compact' ? 'Comfortable rows' : 'Compact rows',
      group: 'Appearance',
      run: () => setDensity(density === 'compact' ? 'comfortable' : 'compact'),
    },
    {
      id: 'first-steps',
      title: 'Show first steps',
      group: 'Session',
      icon: IconChecklist,
      run: () => {
        setFirstSteps('shown');
        go('/');
      },
    },
    { id: 'search', title: 'Search or run', group: 'Session', keys: ['/'], run: spotlight.open },
    { id: 'keys', title: 'Keyboard shortcuts', group: 'Session', keys: ['?'], icon: IconKeyboard, run: openShortcutSheet },
    { id: 'sign-out', title: 'Sign out', group: 'Session', icon: IconLogout, run: signOut },
  ]);
}

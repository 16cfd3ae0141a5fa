import { Notifications } from '@mantine/notifications';

import { Palette } from './palette.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';

/** What stands above the page: palette, sheet of keys and toasts. They open by what their stores say, said before they came or after. */
export function Overlays() {
  return (
    <>
      <Notifications position="bottom-right" limit={3} />
      <Palette />
      <ShortcutSheet />
    </>
  );
}

import { createStore } from '@mantine/store';

/** Whether the sheet of keys is open; apart from the sheet, whose code comes later than what opens it. */
export const keySheet = createStore({ opened: false });
export const openShortcutSheet = (): void => keySheet.setState({ opened: true });

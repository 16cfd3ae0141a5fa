import { useLocalStorage } from '@mantine/hooks';
import { useEffect } from 'react';

export type Density = 'comfortable' | 'compact';

/** Row height of every list, remembered in this browser. */
export function useDensity(): [Density, (density: Density) => void] {
  const [density, setDensity] = useLocalStorage<Density>({
    key: 'mosaic-density',
    defaultValue: 'comfortable',
    getInitialValueInEffect: false,
  });
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
  return [density, setDensity];
}

/** `auto` shows the first steps until all are done, small once the installation is in use; the others are a person's choice. */
export type FirstStepsChoice = 'auto' | 'hidden' | 'shown';

/** Whether Home shows the first steps, remembered in this browser. */
export function useFirstStepsChoice(): [FirstStepsChoice, (choice: FirstStepsChoice) => void] {
  const [choice, setChoice] = useLocalStorage<FirstStepsChoice>({
    key: 'mosaic-first-steps',
    defaultValue: 'auto',
    getInitialValueInEffect: false,
  });
  return [choice, setChoice];
}

import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** Ten shades that are two: what dark surfaces take (4, on hover 5) and what light ones take (6, on hover 7). */
function role(light: string, dark: string): MantineColorsTuple {
  return [dark, dark, dark, dark, dark, dark, light, light, light, light];
}

/** Filled controls are light on dark ground in the light scheme and the reverse in the dark one; Mantine assumes white. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  if (input.variant === 'filled') return { ...colors, color: 'var(--ui-on-filled)' };
  // Tints would be a second set of surfaces; the state is told by the words' colour on the one for raised things.
  if (input.variant === 'light') return { ...colors, background: 'var(--ui-hover)', hover: 'var(--ui-hover)' };
  return input.variant === 'subtle' ? { ...colors, hover: 'var(--ui-hover)' } : colors;
};

/** Mantine's semantic variables, bound to our tokens in both schemes. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const surfaces = {
    '--mantine-color-body': 'var(--ui-page)',
    '--mantine-color-text': 'var(--ui-text)',
    '--mantine-color-dimmed': 'var(--ui-muted)',
    '--mantine-color-placeholder': 'var(--ui-muted)',
    '--mantine-color-anchor': 'var(--ui-run)',
    '--mantine-color-error': 'var(--ui-fail)',
    '--mantine-color-default': 'var(--ui-panel)',
    '--mantine-color-default-hover': 'var(--ui-hover)',
    '--mantine-color-default-color': 'var(--ui-text)',
    '--mantine-color-default-border': 'var(--ui-border)',
    '--mantine-color-disabled': 'var(--ui-hover)',
    '--mantine-color-disabled-color': 'var(--ui-muted)',
  };
  return { variables: {}, light: surfaces, dark: surfaces };
};

export const theme = createTheme({
  primaryColor: 'run',
  primaryShade: { light: 6, dark: 4 },
  colors: {
    run: role('#1c63d5', '#6ea8ff'),
    ok: role('#00796b', '#2dd4bf'),
    fail: role('#c22f1e', '#ff7f50'),
    idle: role('#5c6570', '#98a2af'),
    agent: role('#8a2fb0', '#e09bf0'),
    // Mantine's own greys, from text to page, so that its fields and menus stand on our surfaces.
    dark: ['#e6e9ee', '#c3c9d2', '#98a2af', '#6b7482', '#2e333d', '#252932', '#1d2026', '#16181d', '#121419', '#0f1115'],
    gray: ['#f7f8f9', '#eef0f3', '#e4e7eb', '#d9dde2', '#bcc2ca', '#868e99', '#5c6570', '#444b54', '#2d3238', '#1c2024'],
  },
  variantColorResolver,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '20px', sm: '20px', md: '20px', lg: '1.3', xl: '1.3' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '1.3' },
      h2: { fontSize: '16px', lineHeight: '1.3' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '4px', md: '8px', lg: '8px', xl: '16px' },
  defaultRadius: 'sm',
  shadows: { xs: 'none', sm: 'none', md: 'var(--ui-shadow)', lg: 'var(--ui-shadow)', xl: 'var(--ui-shadow)' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { size: 30, variant: 'subtle', color: 'idle' } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
    Modal: {
      defaultProps: { radius: 'md', centered: true, transitionProps: { duration: 180 }, closeButtonProps: { 'aria-label': 'Close' } },
    },
    Input: { vars: () => ({ wrapper: { '--input-bd': 'var(--ui-control-border)', '--input-bg': 'var(--ui-panel)' } }) },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    Tabs: { defaultProps: { variant: 'default' } },
    Anchor: { defaultProps: { underline: 'hover' } },
  },
});

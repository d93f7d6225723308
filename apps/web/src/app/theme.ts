import { createTheme, type CSSVariablesResolver, DEFAULT_THEME } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 8 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.2rem' }, h3: { fontSize: '1.05rem' } } },
  components: {
    Button: { styles: { root: { flexShrink: 0 } } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm' }, styles: { root: { textTransform: 'none' } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, multiline: true, maw: 360 } },
    // Its labels would take the old colours along for a moment when the scheme changes.
    SegmentedControl: { defaultProps: { transitionDuration: 0 } },
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
  },
});

const COLORS = Object.keys(DEFAULT_THEME.colors);

/** The kit's own tones of quiet text are below the contrast of WCAG AA (4.5:1); these are above it on every surface. */
export const readableColors: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-anchor': 'var(--mantine-color-indigo-8)',
    ...Object.fromEntries(
      COLORS.flatMap((color) => {
        const tone = `color-mix(in srgb, var(--mantine-color-${color}-9), black 35%)`;
        return ['light', 'outline'].map((variant) => [`--mantine-color-${color}-${variant}-color`, tone]);
      }),
    ),
  },
  dark: {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-1)',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-anchor': 'var(--mantine-color-indigo-3)',
    ...Object.fromEntries(
      COLORS.filter((color) => color !== 'dark').flatMap((color) =>
        ['light', 'outline'].map((variant) => [
          `--mantine-color-${color}-${variant}-color`,
          `var(--mantine-color-${color}-2)`,
        ]),
      ),
    ),
  },
});

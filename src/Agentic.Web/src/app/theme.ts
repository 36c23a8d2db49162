import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** One accent for what one may do next; everything else is grey. Amber, red and green only ever mean something. */
const accent: MantineColorsTuple = [
  '#e8f6f7',
  '#d3e9eb',
  '#a6d2d6',
  '#76bac0',
  '#4fa5ad',
  '#3698a1',
  '#25909a',
  '#127c86',
  '#0b6470',
  '#005762',
];

export const theme = createTheme({
  colors: { accent },
  primaryColor: 'accent',
  primaryShade: { light: 8, dark: 7 },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1.0625rem', lg: '1.1875rem', xl: '1.375rem' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
});

/** Mantine, dressed in our tokens: the components take their colours from tokens.css and so follow scheme and contrast. */

import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core'
import { words } from '../words/en/shell'

const indigo: MantineColorsTuple = [
  '#eceffd',
  '#dbe1fb',
  '#b9c3f7',
  '#95a4f2',
  '#7487ee',
  '#5b6fe6',
  '#4a5ede',
  '#3b4fd8',
  '#2f40b8',
  '#24328f',
]
const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#f0f1f4',
  '#e2e4e9',
  '#d3d6dd',
  '#b9bec8',
  '#868d99',
  '#6b7280',
  '#565d6b',
  '#333844',
  '#1b1e26',
]
const dark: MantineColorsTuple = [
  '#e7e9ee',
  '#a9afbc',
  '#949bab',
  '#767d8d',
  '#3a3f4c',
  '#2b2f3a',
  '#22262f',
  '#191c23',
  '#14161c',
  '#0e1015',
]

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: 7,
  colors: { indigo, gray, dark },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '15px', xl: '20px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '6px', xl: '6px' },
  defaultRadius: 'sm',
  shadows: { xs: 'none', sm: 'var(--float)', md: 'var(--float)', lg: 'var(--float)', xl: 'var(--float)' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '15px' }, h3: { fontSize: '13px' } },
  },
  // What stands on the accent has its own colour: black where the accent is light.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input)
    const accent = input.variant === 'filled' && (input.color ?? 'indigo') === 'indigo'
    return accent ? { ...colors, color: 'var(--accent-ink)' } : colors
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Input: { defaultProps: { size: 'sm' } },
    InputWrapper: { defaultProps: { size: 'sm', inputWrapperOrder: ['label', 'description', 'input', 'error'] } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    // The page itself never scrolls, and the lock would write a style that the security policy refuses.
    Modal: { defaultProps: { centered: true, lockScroll: false, transitionProps: { duration: 120 } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': words.close } } },
    // The list itself scrolls: it is what the keyboard moves in, and a box within it would be one more to tab to.
    Select: { defaultProps: { withScrollArea: false } },
    MultiSelect: { defaultProps: { withScrollArea: false } },
    TagsInput: { defaultProps: { withScrollArea: false } },
    Autocomplete: { defaultProps: { withScrollArea: false } },
    // Without a place-holder for the focus, which is no item: the first item has it, as in every menu.
    Menu: {
      defaultProps: {
        transitionProps: { duration: 80 },
        position: 'bottom-end',
        shadow: 'md',
        withInitialFocusPlaceholder: false,
      },
    },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 80 } } },
  },
})

const shared = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-quiet)',
  '--mantine-color-placeholder': 'var(--ink-faint)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--surface-hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--border)',
  '--mantine-color-error': 'var(--failed)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  '--mantine-primary-color-contrast': 'var(--accent-ink)',
  '--mantine-color-indigo-filled': 'var(--accent)',
  '--mantine-color-indigo-filled-hover': 'var(--accent-hover)',
  '--mantine-color-indigo-light': 'var(--accent-tint)',
  '--mantine-color-indigo-light-hover': 'var(--surface-selected)',
  '--mantine-color-indigo-light-color': 'var(--accent-text)',
  '--mantine-color-indigo-outline': 'var(--accent-text)',
  '--mantine-color-gray-light-color': 'var(--ink-quiet)',
  '--mantine-color-red-filled': 'var(--danger)',
  '--mantine-color-red-filled-hover': 'var(--danger)',
  '--mantine-color-red-light': 'var(--failed-tint)',
  '--mantine-color-red-light-color': 'var(--failed)',
  '--mantine-color-red-outline': 'var(--failed)',
}

export const variables: CSSVariablesResolver = () => ({ variables: shared, light: shared, dark: shared })

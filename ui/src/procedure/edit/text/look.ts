/** The editor in our colours; they follow scheme and contrast by themselves. */
import { EditorView } from '@codemirror/view'

const float = { backgroundColor: 'var(--surface)', border: '1px solid var(--border)', boxShadow: 'var(--float)' }

export const look = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', color: 'var(--ink)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace", lineHeight: '20px' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '8px 0' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    backgroundColor: 'var(--surface-selected)',
  },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--ink-faint)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--surface-hover) 55%, transparent)',
  },
  '.cm-matchingBracket': { backgroundColor: 'var(--accent-tint)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--surface-hover)', border: 'none', color: 'var(--ink-quiet)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--surface-hover)' },
  '.cm-searchMatch': { backgroundColor: 'var(--late-tint)', outline: '1px solid var(--late)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--accent-tint)' },
  '.cm-tooltip': { ...float, borderRadius: '6px', color: 'var(--ink)', fontSize: '13px' },
  '.cm-about': { padding: '6px 10px', maxWidth: '46ch', lineHeight: '1.45' },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'inherit', maxHeight: '16em' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--surface-selected)',
    color: 'var(--ink)',
  },
  '.cm-completionInfo': { ...float, padding: '6px 10px', maxWidth: '40ch' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeftWidth: '3px', whiteSpace: 'pre-wrap', maxWidth: '60ch' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--failed)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--late)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--failed)' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--late)' },
  '.cm-panels': { backgroundColor: 'var(--surface-quiet)', color: 'var(--ink)', borderColor: 'var(--border)' },
  '.cm-panel input, .cm-panel button': {
    backgroundColor: 'var(--surface)',
    backgroundImage: 'none',
    color: 'var(--ink)',
    border: '1px solid var(--border-strong)',
    borderRadius: '4px',
  },
})

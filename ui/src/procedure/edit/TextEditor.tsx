import { autocompletion } from '@codemirror/autocomplete'
import { indentWithTab } from '@codemirror/commands'
import { yaml, yamlLanguage } from '@codemirror/lang-yaml'
import { HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, lintKeymap, type Diagnostic as Mark, setDiagnostics } from '@codemirror/lint'
import { EditorState, Transaction } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { basicSetup, EditorView } from 'codemirror'
import { useEffect, useImperativeHandle, useRef } from 'react'
import type { Diagnostic } from '../../api/checking'
import { pageNonce } from '../../theme/nonce'
import { words } from '../../words/en/edit'
import type { EditorProps } from './editor'
import { completionSource, schemaHover } from './text/completion'
import { look } from './text/look'

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent-text)' },
  { tag: tags.comment, color: 'var(--ink-faint)', fontStyle: 'italic' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--done)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--open)' },
  { tag: tags.invalid, color: 'var(--failed)' },
])

/** The text of a draft. What it holds is told by `onChange`; a new `text` from outside replaces it as one change. */
export function TextEditor({ text, diagnostics, schema, onChange, onCursor, handle }: EditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const latest = useRef({ onChange, onCursor, schema })
  latest.current = { onChange, onCursor, schema }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once, with the text of that moment
  useEffect(() => {
    if (!place.current) return
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorView.cspNonce.of(pageNonce()),
          basicSetup,
          yaml(),
          yamlLanguage.data.of({ autocomplete: completionSource(() => latest.current.schema) }),
          autocompletion({ icons: false, activateOnTyping: true }),
          schemaHover(() => latest.current.schema),
          lintGutter(),
          keymap.of([...lintKeymap, indentWithTab]),
          indentUnit.of('  '),
          EditorState.tabSize.of(2),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({
            tabindex: '0',
            'aria-label': words.editor,
            'aria-description': words.editorHelp,
          }),
          syntaxHighlighting(colours),
          look,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString())
            if (update.docChanged || update.selectionSet) latest.current.onCursor(update.state.selection.main.head)
          }),
        ],
      }),
    })
    view.current = made
    return () => made.destroy()
  }, [])

  useEffect(() => {
    const made = view.current
    if (!made || made.state.doc.toString() === text) return
    made.dispatch({
      changes: { from: 0, to: made.state.doc.length, insert: text },
      annotations: Transaction.addToHistory.of(true),
    })
  }, [text])

  useEffect(() => {
    const made = view.current
    if (made) made.dispatch(setDiagnostics(made.state, marks(diagnostics, made.state.doc.length)))
  }, [diagnostics])

  useImperativeHandle(handle, () => ({
    goTo: (offset) => {
      const made = view.current
      if (!made) return
      const at = Math.min(offset, made.state.doc.length)
      made.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
      made.focus()
    },
    show: (offset) => {
      const made = view.current
      if (!made) return
      const at = Math.min(offset, made.state.doc.length)
      made.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
    },
  }))

  return <div ref={place} style={{ height: '100%', minHeight: 0 }} />
}

/** What has no place in the text stands at its beginning. */
function marks(diagnostics: Diagnostic[], length: number): Mark[] {
  return diagnostics.map(({ from, to, severity, message, fix }) => {
    const start = Math.min(from, length)
    return {
      from: start,
      to: Math.max(start, Math.min(to, length)),
      severity: severity === 'error' ? 'error' : 'warning',
      message: fix ? `${message}\n${fix}` : message,
    }
  })
}

/** Where work on a task begins: its first control, else its first button. */
export function focusFirst(within: HTMLElement | null) {
  const controls = 'input:not([type=hidden]):not(:disabled), textarea:not(:disabled), select:not(:disabled)'
  const first =
    within?.querySelector<HTMLElement>(controls) ?? within?.querySelector<HTMLElement>('button:not(:disabled)')
  first?.focus()
}

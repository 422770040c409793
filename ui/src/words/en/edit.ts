import { count } from '../format'

export const words = {
  title: (title: string) => `Edit: ${title}`,
  untitled: 'New procedure',
  editor: 'Text of the procedure',
  leave: 'Tab indents. To leave the text: Escape, then Tab.',
  editorHelp: 'Escape, then Tab, leaves the text. Control-Space offers what can be written here.',
  panes: { label: 'Beside the text', text: 'Text', read: 'Read', diagram: 'Diagram', try: 'Try' },
  standing: {
    unsaved: 'Unsaved changes',
    saving: 'Saving the draft',
    saved: 'Draft saved',
    published: 'As published',
    conflict: 'Not saved: changed elsewhere',
    failed: 'Not saved',
  },
  publishedAs: (n: number) => `As published, v${n}`,
  basedOn: (n: number) => `Draft of v${n + 1}`,
  actions: 'More',
  discard: 'Discard draft',
  discardTitle: 'Discard this draft?',
  discardHelp: (title: string, base: number) =>
    base === 0
      ? `“${title}” was never published. Its text is gone for good.`
      : `The changes since version ${base} of “${title}” are gone for good. What is published stays.`,
  discardDo: 'Discard draft',
  problems: {
    title: 'Problems',
    none: 'No problems',
    checking: 'Checking',
    failed: 'The checker could not be asked',
    count: (errors: number, warnings: number) => {
      const found: string[] = []
      if (errors > 0) found.push(count(errors, 'error', 'errors'))
      if (warnings > 0) found.push(count(warnings, 'warning', 'warnings'))
      return found.join(', ')
    },
    error: 'Error',
    warning: 'Warning',
    line: (n: number) => `line ${n}`,
    fix: 'What to do',
  },
  preview: {
    old: 'The text has a mistake; this is how it was before.',
    none: 'There is nothing to show yet. Mend the problems listed below the text.',
  },
  tryOut: {
    run: 'Try the examples',
    again: 'Try again',
    help: 'An example says what is given and answered, and what should come of it. Trying runs them all, without any effect outside.',
    none: 'This procedure has no examples yet. Write some under examples: and try them here.',
    mistaken: 'The text has mistakes. Mend them first; then its examples can be tried.',
    passed: 'passed',
    failed: 'failed',
    stale: 'The text has changed since these were tried.',
    summary: (passed: number, all: number) => `${passed} of ${all} passed`,
    list: 'Examples',
    expected: 'expected',
    found: 'found',
    outcome: (outcome: string) => `Ended as ${outcome}`,
    walk: 'Walk through it',
    back: 'Step back',
    forward: 'Step forward',
    step: (n: number, of: number, title: string) => `Step ${n} of ${of}: ${title}`,
    noPath: 'It entered no step.',
  },
  publish: {
    button: 'Publish version',
    title: (title: string) => `Publish “${title}”`,
    rationale: 'Why this version',
    rationaleHelp: 'Readers and auditors see it in the history.',
    needed: 'Say in a sentence why.',
    submit: 'Publish version',
    changes: (n: number) => `What changes since version ${n}`,
    changesFailed: 'What changes could not be told right now. It can be compared in the history after publishing.',
    first: 'This is the first version.',
    overtaken: (latest: number) =>
      `Version ${latest} was published since this draft was begun. What changes below is told against it, so that nothing of it gets lost unseen.`,
    goOn: (latest: number) => `Go on upon version ${latest}`,
    blocked: 'It cannot be published yet',
    blockedHelp: 'Mend these first:',
    done: (n: number) => `Version ${n} is published`,
    failed: 'It was not published',
  },
  conflict: {
    title: 'This draft was changed elsewhere',
    help: (by: string) =>
      `${by} saved another text meanwhile. Nothing is lost yet: choose which one goes on. Lines that only one of them has are marked.`,
    mine: 'Yours',
    theirs: (by: string) => `Saved by ${by}`,
    keepMine: 'Keep my text',
    takeTheirs: 'Take the saved text',
  },
  replaced: (by: string) => `The draft was changed by ${by}; you see the new text.`,
}

/** The server's reading of a procedure, made ready for the page: an outline, and a link at every section. */

export interface Heading {
  id: string
  text: string
  /** 2 for a part, 3 for a step, 4 for a step within. */
  level: number
}

export interface Reading {
  html: string
  outline: Heading[]
}

/** Deeper sections are read, not listed. */
const DEEPEST = 4

/** The title is left out: the page shows it above. Parts that have no id get one from their place. */
export function reading(html: string, linkTo: (title: string) => string): Reading {
  const page = new DOMParser().parseFromString(html, 'text/html')
  page.querySelector('h1')?.remove()
  const outline: Heading[] = []
  for (const [at, section] of [...page.querySelectorAll('section')].entries()) {
    const heading = [...section.children].find((child) => /^H[2-6]$/.test(child.tagName))
    if (!heading) continue
    section.id ||= `part-${at}`
    const text = heading.textContent?.trim() ?? ''
    const level = Number(heading.tagName.slice(1))
    if (level <= DEEPEST) outline.push({ id: section.id, text, level })
    const link = page.createElement('a')
    link.href = `#${section.id}`
    link.className = 'anchor'
    link.setAttribute('aria-label', linkTo(text))
    link.textContent = '#'
    heading.append(link)
  }
  for (const table of page.querySelectorAll('table')) {
    // A wide table scrolls by itself, and can be scrolled by keyboard.
    table.tabIndex = 0
  }
  return { html: page.body.innerHTML, outline }
}

/** The heading that is being read: the last one above a line in the upper part of what is seen. */
export function reached(tops: readonly { id: string; top: number }[], line: number): string | undefined {
  const above = tops.filter(({ top }) => top <= line)
  return (above.at(-1) ?? tops[0])?.id
}

export const anchorOf = (step: string): string => `step-${step}`

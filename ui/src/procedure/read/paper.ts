/** The margins of a printed procedure: which one it is, which version, when it was printed, and the page. */

export interface Sheet {
  title: string
  number: number
  version: string
  date: string
  /** The words between page and pages: "Page 2 of 5". */
  page: string
  of: string
}

export const shortHash = (version: string): string => version.replace(/^[a-z0-9]+[:-]/i, '').slice(0, 10)

/** A text as a CSS string. */
export function cssText(text: string): string {
  const plain = text.replace(/[\\"<>]/g, (letter) => `\\${letter.codePointAt(0)?.toString(16)} `)
  return `"${plain.replace(/\p{Cc}+/gu, ' ')}"`
}

export function pageRules({ title, number, version, date, page, of }: Sheet): string {
  const small = 'font: 8pt Inter, system-ui, sans-serif; color: #444;'
  return `@page {
  size: A4;
  margin: 20mm 18mm 22mm;
  @top-left { content: ${cssText(title)}; ${small} }
  @bottom-left { content: ${cssText(`v${number} · ${shortHash(version)} · ${date}`)}; ${small} }
  @bottom-right { content: ${cssText(`${page} `)} counter(page) ${cssText(` ${of} `)} counter(pages); ${small} }
}`
}

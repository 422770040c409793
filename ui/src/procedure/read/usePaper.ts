import { useEffect } from 'react'
import { pageRules, type Sheet } from './paper'

/** Puts the margins in force while the page is shown. A constructed sheet needs no exception in the security policy. */
export function usePaper({ title, number, version, date, page, of }: Sheet): void {
  useEffect(() => {
    if (!('adoptedStyleSheets' in document)) return
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(pageRules({ title, number, version, date, page, of }))
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet)
    }
  }, [title, number, version, date, page, of])
}

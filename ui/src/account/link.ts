/** One-time links carry their secret after the `#`, where no server log and no mail scanner sees it. */
export const secretOf = (hash: string): string => {
  const text = hash.replace(/^#/, '').trim()
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Only an address of our own; anything else would be a way to send people elsewhere. */
export function insideAddress(next: string | undefined): string {
  if (!next?.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/inbox'
  return /^\/(sign-in|setup|reset|guest)\b/.test(next) ? '/inbox' : next
}

/** A link that the server gave without its own address, completed with the one that this page was reached at. */
export const wholeLink = (link: string, origin: string): string => (link.startsWith('/') ? origin + link : link)

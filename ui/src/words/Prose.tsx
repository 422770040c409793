/**
 * Text written in a procedure, as HTML from the server. The server makes it from Markdown without raw HTML and with
 * safe links only; the page's security policy allows no inline script beside it.
 */
import classes from './Prose.module.css'

export function Prose({ html, className }: { html: string; className?: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by the server from Markdown that allows no raw HTML
  return <div className={`${classes.prose} ${className ?? ''}`} dangerouslySetInnerHTML={{ __html: html }} />
}

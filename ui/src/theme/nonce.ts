/**
 * The nonce of the page's content security policy (`style-src 'self' 'nonce-…'`). Mantine and the scroll lock of its
 * dialogs write small style elements at run time; each carries this nonce. Scripts need none: they are all files of ours.
 */
export function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}

// Where a link may lead: to other pages and to mail, never into this one's scripts.

const SAFE = new Set(['http', 'https', 'mailto', 'tel'])

/** The address, or '' if it is refused. Browsers skip control characters and spaces in a scheme, so they are skipped here. */
export function safeUrl(url: string): string {
  const bare = url.replaceAll(/[\p{Cc}\s]/gu, '')
  const scheme = /^([^/?#]*?):/.exec(bare)?.[1]
  return scheme === undefined || SAFE.has(scheme.toLowerCase()) ? url : ''
}

// Has Chromium discard a tab as it does when memory is short: its process ends without a word, and the tab is loaded anew when it is next shown.
import type { RawChromium, RawPage } from './raw-chromium.ts'

/** Of the tab at this URL, which no other tab shows. It is let go of; `show` loads it anew. */
export async function discard(chromium: RawChromium, page: RawPage, url: string): Promise<void> {
  await page.leave()
  const table = await chromium.open('chrome://discards/')
  await table.until(clickInRow, { url, label: 'Urgent Discard' })
  await table.until(clickInRow, { url, label: null })
  await table.close()
}

/** True once it clicked the link with this label; without one, once the row says that the tab is gone. The rows are shadow roots within shadow roots. */
function clickInRow({ url, label }: { readonly url: string; readonly label: string | null }): boolean {
  const below = (node: Element | ShadowRoot): Element[] =>
    [...node.children].flatMap(child => [child, ...(child.shadowRoot === null ? [] : below(child.shadowRoot)), ...below(child)])
  const row = below(document.body).find(node => node.tagName === 'TR' && node.textContent.includes(url))
  if (label === null) return row?.textContent.includes('discarded (') === true
  const link = [...(row?.querySelectorAll<HTMLElement>('[is="action-link"]') ?? [])].find(node => node.textContent.includes(label))
  link?.click()
  return link !== undefined
}

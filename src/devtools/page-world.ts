// The devtools' door to the browser: the clipboard, a file to save, and a style sheet that no content security policy minds.

/** False where the browser does not allow it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

export function saveText(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Dresses the document or shadow tree that the element stands in, until it is called off. A made sheet is no inline style: `style-src` lets it pass. */
export function dress(element: HTMLElement, css: string): () => void {
  const tree = element.getRootNode()
  const view = element.ownerDocument.defaultView
  if (view === null || !isDressable(tree)) return () => {}
  const sheet = new view.CSSStyleSheet()
  sheet.replaceSync(css)
  tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet]
  return () => {
    tree.adoptedStyleSheets = tree.adoptedStyleSheets.filter(other => other !== sheet)
  }
}

const isDressable = (tree: Node): tree is Document | ShadowRoot => 'adoptedStyleSheets' in tree

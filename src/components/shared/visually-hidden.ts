// Hides from the eye and not from a screen reader; inline, because the components must be right without the style sheet too.
import type { CSSProperties } from 'react'

export const visuallyHidden: CSSProperties = {
  position: 'absolute',
  inlineSize: 1,
  blockSize: 1,
  margin: -1,
  padding: 0,
  border: 0,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
}

// CSS custom properties as a style: React takes them, its types do not know them.
import type { CSSProperties } from 'react'

export function customProperties(values: Readonly<Record<`--rs-${string}`, number>>): CSSProperties {
  const style: Record<string, number> = { ...values }
  return style
}

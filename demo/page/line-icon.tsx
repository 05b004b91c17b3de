// A small drawing in one line of the text's colour, beside words or a label that say the same.
import type { ReactElement } from 'react'

export const LineIcon = ({ path }: { readonly path: string }): ReactElement => (
  <svg
    viewBox="0 0 20 20"
    width="20"
    height="20"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={path} />
  </svg>
)

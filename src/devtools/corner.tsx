// The corner of the page that the devtools stand in, dressed by themselves.
'use client'
import type { KeyboardEvent, ReactElement, ReactNode } from 'react'
import { LOOK } from './look.ts'
import { dress } from './page-world.ts'

/** `start` and `end` follow the page's direction. */
export type DevtoolsPosition = 'bottom-end' | 'bottom-start' | 'top-end' | 'top-start'

export interface CornerProps {
  readonly position?: DevtoolsPosition | undefined
  readonly onKeyDown?: (event: KeyboardEvent) => void
  readonly children: ReactNode
}

/** Fixed over the page, which neither moves nor knows. */
export function Corner({ position = 'bottom-end', ...rest }: CornerProps): ReactElement {
  return <div ref={dressed} data-rs="devtools" data-position={position} lang="en" {...rest} />
}

const dressed = (element: HTMLElement | null): (() => void) | undefined => (element === null ? undefined : dress(element, LOOK))

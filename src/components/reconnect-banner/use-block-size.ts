// Publishes the height of a floating banner, so that the page can keep focused controls clear of it.
'use client'
import { type RefObject, useEffect } from 'react'
import { BLOCK_SIZE_PROPERTY } from './data-attributes.ts'

export function useBlockSize(ref: RefObject<HTMLElement | null>, isWanted: boolean): void {
  useEffect(() => {
    const element = ref.current
    if (!isWanted || element === null || typeof ResizeObserver === 'undefined') return undefined
    const { style } = element.ownerDocument.documentElement
    const observer = new ResizeObserver(() => style.setProperty(BLOCK_SIZE_PROPERTY, `${element.offsetHeight}px`))
    observer.observe(element)
    return () => {
      observer.disconnect()
      style.removeProperty(BLOCK_SIZE_PROPERTY)
    }
  }, [ref, isWanted])
}

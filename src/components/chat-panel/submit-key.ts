// Which key press sends: never one that an input method is still using to write a word.

export type SubmitKey = 'enter' | 'mod+enter'

export interface KeyPress {
  readonly key: string
  readonly keyCode: number
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly isComposing: boolean
}

/** `isTouch`: a touch keyboard has no Shift+Enter, so its Enter is a new line. */
export function sends(press: KeyPress, submitKey: SubmitKey, isTouch: boolean): boolean {
  // Safari ends the composition before the key event, and marks it with 229 only.
  if (press.key !== 'Enter' || press.isComposing || press.keyCode === 229) return false
  if (press.ctrlKey || press.metaKey) return true
  return submitKey === 'enter' && !press.shiftKey && !press.altKey && !isTouch
}

// The error of a write that a store will never take: too large, too many, against a stream's nature, or unreadable to clients. Nothing was written.

export type RefusalCode = 'too-large' | 'too-many' | 'stream-mismatch' | 'unreadable'

/** Its `code` and message are fit for a receipt: `rejected{code}`. */
export class StoreRefusal extends Error {
  override readonly name = 'StoreRefusal'
  readonly expose = true
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string) {
    super(message)
    this.code = code
  }
}

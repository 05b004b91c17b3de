// What a mutant is: one deliberate fault in the source, the law it breaks, and the test that must turn red.

export interface Mutant {
  /** Stable: docs/SPEC.md names it. */
  readonly id: string
  readonly law: string
  readonly file: string
  /** Stands in the file exactly once. */
  readonly find: string
  readonly replace: string
  readonly killer: { readonly file: string; readonly title: string }
}

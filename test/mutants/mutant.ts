// What a mutant is: one deliberate fault in the source, the law it breaks, and the test that must turn red.

export interface Edit {
  readonly file: string
  /** Stands in the file exactly once. */
  readonly find: string
  readonly replace: string
}

export interface Mutant extends Edit {
  /** Stable: docs/SPEC.md names it. */
  readonly id: string
  readonly law: string
  /** Where one guard stands behind another: those behind it, taken away as well. */
  readonly also?: readonly Edit[]
  readonly killer: { readonly file: string; readonly title: string }
}

export const editsOf = (mutant: Mutant): readonly Edit[] => [mutant, ...(mutant.also ?? [])]

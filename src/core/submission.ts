// What a submit asks for, read from its data, which may come from storage and an older page.

export interface Submission {
  readonly kind: string
  readonly conversation: string | null
  readonly retryOf: string | null
  readonly input: unknown
}

export function submissionOf(data: unknown): Submission {
  const { kind, conversation, retryOf, input } = isRecord(data) ? data : {}
  return { kind: wordOf(kind) ?? '', conversation: wordOf(conversation), retryOf: wordOf(retryOf), input: input ?? null }
}

export function isRecord(value: unknown): value is Readonly<Partial<Record<string, unknown>>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const wordOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

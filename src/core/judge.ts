// One value held against one Standard Schema: what it becomes, or what is wrong with it. Nothing here throws or rejects.
import type { StandardSchemaV1 } from '@standard-schema/spec'

export type Issue = StandardSchemaV1.Issue
export type Verdict = { readonly value: unknown } | { readonly issues: readonly Issue[] }

/** A promise where the schema is async. */
export function judge(schema: StandardSchemaV1, value: unknown): Verdict | Promise<Verdict> {
  try {
    const result = schema['~standard'].validate(value)
    return 'then' in result ? result.then(verdictOf, thrown) : verdictOf(result)
  } catch (error) {
    return thrown(error)
  }
}

const verdictOf = (result: StandardSchemaV1.Result<unknown>): Verdict =>
  result.issues === undefined ? { value: result.value } : { issues: result.issues }

const thrown = (error: unknown): Verdict => ({ issues: [{ message: String(error) }] })

/** What is declared under a name that came from outside: never what every object has. */
export const declared = <T>(map: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined

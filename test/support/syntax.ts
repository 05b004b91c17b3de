// Reads a source file as a tree, so that rules look at code and never at words in strings or comments.
import { parseSync } from 'vite'

export interface SourceFile {
  readonly path: string
  readonly text: string
}

export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** A node with where it stands: its parent, and the field of the parent that holds it. */
export interface Place {
  readonly node: Node
  readonly field: string
  readonly parent: Node | null
}

/** Every node of the file, outermost first. */
export function placesOf({ path, text }: SourceFile): readonly Place[] {
  const { program, errors } = parseSync(path, text)
  const [error] = errors
  if (error !== undefined) throw new Error(`${path} does not parse: ${error.message}`)
  const places: Place[] = []
  const visit = (node: Node, field: string, parent: Node | null): void => {
    places.push({ node, field, parent })
    for (const [name, value] of Object.entries(node)) for (const child of [value].flat()) if (isNode(child)) visit(child, name, node)
  }
  visit(program as unknown as Node, 'program', null)
  return places
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The text of an identifier; null for every other node. */
export const nameOf = (value: unknown): string | null => (isNode(value) && value.type === 'Identifier' ? String(value['name']) : null)

export const lineOf = ({ text }: SourceFile, offset: number): number => text.slice(0, offset).split('\n').length

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

// The repository's own documents, read once at the start.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DOCUMENTS } from '../limits.ts'
import type { Document } from './passages.ts'

const TOP = ['README.md', 'CONTRIBUTING.md', 'AGENTS.md', 'CHANGELOG.md']

/** In a fixed order, so that the same repository gives the same answers. */
export function readDocuments(root: string): readonly Document[] {
  const paths = [...TOP, ...markdownUnder(root, 'docs')]
  return paths
    .filter(path => existsSync(join(root, path)) && statSync(join(root, path)).size <= DOCUMENTS.fileBytes)
    .slice(0, DOCUMENTS.files)
    .map(path => ({ path, text: toldTo(readFileSync(join(root, path), 'utf8')) }))
}

/** What breaks without a rule, its test and its deliberate fault are for its keepers: out of their place they answer no reader. */
export const toldTo = (text: string): string => text.replaceAll(/^- (?:Test|Mutant): .*\n?| \[[A-Z][^[\]]*\.\]$/gm, '')

function markdownUnder(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return []
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return files
    .filter(file => file.endsWith('.md'))
    .map(file => `${folder}/${file.replaceAll('\\', '/')}`)
    .toSorted()
}

// Each component is a folder: a file per part, and one that documents every data attribute which the others write.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as components from '../../src/components/index.ts'
import { placesOf, type SourceFile } from '../support/syntax.ts'

const root = new URL('../../src/components/', import.meta.url)
const read = (path: string): SourceFile => ({ path, text: readFileSync(new URL(path, root), 'utf8') })
const filesOf = (folder: string): readonly SourceFile[] =>
  readdirSync(new URL(`${folder}/`, root))
    .filter(name => /\.tsx?$/.test(name))
    .map(name => read(`${folder}/${name}`))

const folders = [
  'chat-panel',
  'connection-indicator',
  'live-announcer-outlet',
  'notification-bell',
  'reconnect-banner',
  'reconnect-button',
  'task-list',
]
const written = /^data-(?!rs$)[\w-]+$/

/** The attributes a file gives to elements: keys of objects and of JSX, never what selectors look for. */
function attributesIn(file: SourceFile): readonly string[] {
  return placesOf(file).flatMap(({ node, field }) => {
    const name = node.type === 'JSXIdentifier' && field === 'name' ? node['name'] : field === 'key' ? node['value'] : undefined
    return typeof name === 'string' && written.test(name) ? [name] : []
  })
}

test.each(folders)('every data attribute that %s writes is documented, and none is that it does not write', folder => {
  const files = filesOf(folder)
  const isDocument = ({ path }: SourceFile): boolean => path.endsWith('data-attributes.ts')
  const documented = new Set(files.filter(isDocument).flatMap(attributesIn))
  const given = new Set(files.filter(file => !isDocument(file)).flatMap(attributesIn))
  expect([...given].toSorted()).toEqual([...documented].toSorted())
})

test('what components share writes no data attribute of its own', () => {
  expect(filesOf('shared').flatMap(file => attributesIn(file).map(name => `${file.path}: ${name}`))).toEqual([])
})

/** Exported functions that are components, by name and file. */
const exported = folders.flatMap(folder =>
  filesOf(folder)
    .filter(({ path }) => path.endsWith('.tsx'))
    .map(({ path, text }) => ({
      path,
      names: [...text.matchAll(/^export (?:function|class|const) ([A-Z]\w*[a-z]\w*)/gm)].map(([, name]) => name),
    })),
)

test('no file holds two parts', () => {
  expect(exported.filter(({ names }) => names.length > 1)).toEqual([])
})

const composed = Object.entries(components).flatMap(([name, value]) =>
  typeof value === 'function' && Object.keys(value).some(key => /^[A-Z]/.test(key)) ? [{ name, parts: Object.keys(value) }] : [],
)

test.each(composed)('each part of $name has a file of its own', ({ name, parts }) => {
  const folder = name.replaceAll(/\B[A-Z]/g, '-$&').toLowerCase()
  const text = readFileSync(new URL(`${folder}/${folder}.tsx`, root), 'utf8')
  const homes = parts.map(part => {
    const local = new RegExp(`[{,]\\s*${part}(?:: (\\w+))?\\s*[,}]`).exec(text.slice(text.indexOf('Object.assign(')))
    return new RegExp(`import \\{[^}]*\\b${local?.[1] ?? part}\\b[^}]*\\} from '\\./([\\w-]+)\\.tsx'`).exec(text)?.[1]
  })
  expect([homes.includes(undefined), new Set(homes).size]).toEqual([false, parts.length])
})

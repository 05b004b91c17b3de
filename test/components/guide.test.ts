// The guide names every part and every token that there is, and none that there is not.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as components from '../../src/components/index.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const anatomy = read('stories/guide/anatomy.mdx')
const theming = read('stories/guide/theming.mdx')

const chapterOf = (name: string): string => anatomy.split(`\n## ${name}\n`)[1]?.split('\n## ')[0] ?? ''
const composed = Object.entries(components).flatMap(([name, value]) => {
  const parts = typeof value === 'function' ? Object.keys(value).filter(key => /^[A-Z]/.test(key)) : []
  return parts.length === 0 ? [] : [{ name, parts }]
})

test.each(composed)('the anatomy of $name names its parts', ({ name, parts }) => {
  const listed = chapterOf(name)
    .split('\n')[1]
    ?.match(/`(\w+)`/g)
    ?.map(part => part.slice(1, -1))
  expect(listed).toEqual(parts)
})

const documentedFor: readonly (readonly [component: string, folder: string])[] = [
  ['ReconnectBanner', 'reconnect-banner'],
  ['ReconnectButton', 'reconnect-button'],
  ['ConnectionIndicator', 'connection-indicator'],
  ['TaskList', 'task-list'],
  ['NotificationBell', 'notification-bell'],
  ['ChatPanel', 'chat-panel'],
  ['LiveAnnouncerOutlet', 'live-announcer-outlet'],
]

test.each(documentedFor)('the anatomy of %s names its data attributes', (component, folder) => {
  const declared = [...read(`src/components/${folder}/data-attributes.ts`).matchAll(/readonly '(data-[\w-]+)'/g)].map(([, name]) => name)
  expect(declared.filter(name => !chapterOf(component).includes(`\`${name}\``))).toEqual([])
})

test('every token in the theming guide is one the style sheet reads', () => {
  const styles = read('src/styles.css')
  const named = [...new Set(theming.match(/`(--rs-[\w-]+)`/g))].map(token => token.slice(1, -1))
  expect([named.length > 15, named.filter(token => !styles.includes(`var(${token}`))]).toEqual([true, []])
})

// The devtools as README says to load them: nothing of them is in what `vite build` makes for users, and what it makes for developers works under a
// strict Content-Security-Policy. The page stands on the fake server, and gives it no token.
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fencesOf } from '../support/fences.ts'
import { launch } from '../support/page.ts'
import { serveFolder } from '../support/static-site.ts'

declare global {
  var violations: string[] | undefined
}

const folder = mkdtempSync(join(tmpdir(), 'devtools-'))
const STRICT = "style-src 'none'; script-src 'self'"

const snippet = fencesOf(readFileSync('README.md', 'utf8')).find(({ source }) => source.includes('resilient-socket/devtools'))?.source ?? ''

const PAGE = `
import { createRoot } from 'react-dom/client'
import { ResilientSocketProvider } from 'resilient-socket'
import { createFakeServer, keepRealTime } from 'resilient-socket/testing'
import { Tools } from './tools.tsx'

globalThis.violations = []
addEventListener('securitypolicyviolation', ({ violatedDirective }) => globalThis.violations.push(violatedDirective))
const server = createFakeServer()
const { world } = server.page()
keepRealTime(server)
createRoot(document.querySelector('main')).render(
  <ResilientSocketProvider url="/rs" world={world}>
    <Tools />
  </ResilientSocketProvider>,
)
`

const CONFIG = `
const at = path => ${JSON.stringify(resolve('src'))} + path
export default {
  logLevel: 'error',
  resolve: {
    alias: [
      { find: /^resilient-socket$/, replacement: at('/index.ts') },
      { find: /^resilient-socket\\/(devtools|testing)$/, replacement: at('/$1/index.ts') },
    ],
  },
}
`

beforeAll(() => {
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "jsx": "react-jsx" } }')
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>Page</title><main></main><script type="module" src="/page.tsx"></script>',
  )
  writeFileSync(join(folder, 'page.tsx'), PAGE)
  writeFileSync(join(folder, 'tools.tsx'), snippet)
  writeFileSync(join(folder, 'vite.config.js'), CONFIG)
})
afterAll(() => rmSync(folder, { recursive: true }))

type Mode = 'production' | 'development'
const builds = new Map<Mode, Promise<string>>()

function built(mode: Mode): Promise<string> {
  const made = builds.get(mode) ?? build(mode)
  builds.set(mode, made)
  return made
}

/** As a shell would call it: the tests' own NODE_ENV says nothing of users. */
async function build(mode: Mode): Promise<string> {
  const words = ['node_modules/vite/bin/vite.js', 'build', '--mode', mode, '--outDir', `dist-${mode}`]
  await promisify(execFile)(process.execPath, words, { cwd: folder, env: { ...process.env, NODE_ENV: mode } })
  return join(folder, `dist-${mode}`)
}

const scriptsIn = (site: string): readonly string[] =>
  readdirSync(join(site, 'assets')).map(file => readFileSync(join(site, 'assets', file), 'utf8'))

const speaksOfDevtools = (script: string): boolean => script.includes('Connection devtools') || script.includes("[data-rs='devtools']")

test('README’s snippet brings nothing of the devtools to users, and all of it to developers', async () => {
  expect(snippet).toContain('<Devtools')
  const [forUsers, forDevelopers] = [scriptsIn(await built('production')), scriptsIn(await built('development'))]
  expect([forUsers, forDevelopers].map(scripts => scripts.filter(speaksOfDevtools).length)).toEqual([0, 1])
  expect(forDevelopers.length - forUsers.length).toBe(1)
})

test('the panel opens, is dressed and works where no style is allowed but the page’s own files, and nothing is refused', async () => {
  const site = await serveFolder(await built('development'), { 'content-security-policy': STRICT })
  const browser = await launch()
  try {
    const page = await browser.newPage()
    await page.goto(site.url + '/index.html')
    await page.getByRole('button', { name: 'Connection devtools' }).click()
    const panel = page.getByRole('region', { name: 'Connection devtools' })
    // The fake server takes a page without a token for ada (README).
    await panel.getByRole('heading', { name: 'live' }).waitFor()
    const [position, background] = await page.evaluate(() => {
      const [corner, inside] = [document.querySelector('[data-rs="devtools"]'), document.querySelector('[data-rs="devtools"] .panel')]
      return [corner, inside].map((element, index) => element && getComputedStyle(element)[index === 0 ? 'position' : 'backgroundColor'])
    })
    expect([position, background]).toEqual(['fixed', 'rgb(255, 255, 255)'])
    await panel.getByRole('button', { name: 'Close' }).click()
    await panel.getByRole('heading', { name: 'idle' }).waitFor()
    await panel.getByRole('button', { name: 'Reconnect' }).click()
    await panel.getByRole('heading', { name: 'live' }).waitFor()
    await panel.getByRole('searchbox').first().fill('welcome')
    expect(await page.evaluate(() => globalThis.violations)).toEqual([])
    // The policy is in force: an inline style is refused, and noted.
    await page.evaluate(() => document.body.setAttribute('style', 'color: red'))
    await page.waitForFunction(() => globalThis.violations?.includes('style-src-attr'))
  } finally {
    await browser.close()
    await site.stop()
  }
})

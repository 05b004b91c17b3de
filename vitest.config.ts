// One run, one summary: unit tests in Node, hooks and components in jsdom, stories and the demo in Chromium, types by tsc.
import { availableParallelism } from 'node:os'
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumArgs, chromiumPath } from './scripts/chromium.mjs'
import { LongestFirst } from './test/support/longest-first.ts'

const compiler = process.env['REACT_COMPILER'] === '1'
/** The first story's page waits for Vite to find and bundle what all stories need, beside everything else that runs. */
const FIRST_PAGE_MS = 300_000
/** Pictures of every story take minutes, and nothing in them goes by the clock: scripts/tests.mjs has them taken beside the tests that do. */
const LOOKS = 'test/browser/looks.e2e.test.ts'
const browser = () => ({
  enabled: true,
  connectTimeout: FIRST_PAGE_MS,
  headless: true,
  screenshotFailures: false,
  provider: playwright({ launchOptions: { executablePath: chromiumPath(), args: [...chromiumArgs] } }),
  instances: [{ browser: 'chromium' as const }],
})
/** What a test waits for comes late on a machine that runs every project at once. Nothing waits this long for what comes. */
const patient = { expect: { poll: { timeout: 30_000 } } }
/** There a test of a second may wait for its turn, too. Two cores are given two files. */
const busy = { ...patient, testTimeout: 20_000, maxWorkers: Math.max(2, availableParallelism() - 1) }
/** In real time, before a browser, a server or a proxy: most of it is spent waiting, so two files may wait at once, and none beside the quick ones. */
const real = { ...patient, testTimeout: 90_000, hookTimeout: 120_000, maxWorkers: 2, sequence: { groupOrder: 1 } }
const tsc = { enabled: true, only: true, checker: 'tsc' as const, include: ['test/types/**/*.test-d.ts'], tsconfig: './tsconfig.json' }

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}'],
      exclude: ['src/**/index.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
    },
    projects: [
      {
        test: { name: 'unit', environment: 'node', include: ['test/**/*.test.ts'], exclude: ['test/**/*.{e2e,interop}.test.ts'], ...busy },
      },
      {
        plugins: [react({ compiler })],
        test: { name: 'jsdom', environment: 'jsdom', include: ['test/**/*.test.tsx'], setupFiles: ['test/support/cleanup.ts'], ...busy },
      },
      {
        plugins: [storybookTest({ configDir: '.storybook' })],
        test: {
          name: 'storybook',
          browser: browser(),
          env: { VITEST_BROWSER_IFRAME_TIMEOUT: String(FIRST_PAGE_MS) },
          testTimeout: real.testTimeout,
        },
      },
      { test: { name: 'e2e', environment: 'node', include: ['test/**/*.e2e.test.ts'], exclude: [LOOKS], ...real } },
      { test: { name: 'looks', environment: 'node', include: [LOOKS], ...real } },
      { test: { name: 'interop', environment: 'node', include: ['test/**/*.interop.test.ts'], ...real } },
      { test: { name: 'types', include: [], typecheck: tsc } },
    ],
  },
})

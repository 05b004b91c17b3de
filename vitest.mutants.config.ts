// What Stryker runs against each fault in core and protocol: the tests of their folders, and those of clients that are quick.
// Left out: the long random walk, and the test that reads the sources, which Stryker has changed.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'unit',
    environment: 'node',
    isolate: false,
    include: ['test/{core,protocol}/**/*.test.ts', 'test/client/{lifecycle,line,sends,tokens,users}.test.ts'],
    exclude: ['test/core/walk.test.ts', 'test/protocol/document.test.ts'],
  },
})

import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// What a test waits for comes late on a machine that runs every project at once.
configure({ asyncUtilTimeout: 15_000 })
afterEach(cleanup)

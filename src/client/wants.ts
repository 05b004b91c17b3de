// Who wants the connection: a page that retains it, a caller of `connect`; and what is done when nobody does.
import { settingsOf } from '../core/settings.ts'
import { choicesOf } from './dialect.ts'
import type { Engine } from './engine.ts'
import type { ResilientSocket } from './types.ts'

type Wants = Pick<ResilientSocket, 'connect' | 'retain' | 'configure' | 'reconnect' | 'close' | 'dispose'>

export function createWants(engine: Engine): Wants {
  const { driver, options } = engine
  let retains = 0
  let isAsked = false
  let isEnabled = true

  const want = (by: 'user' | 'retain') => {
    if (isEnabled) driver.dispatch({ type: 'connect', by })
  }
  const release = () => {
    retains -= 1
    if (retains === 0 && !isAsked) driver.dispatch({ type: 'release' })
  }

  return {
    connect() {
      isAsked = true
      want('user')
    },
    retain() {
      retains += 1
      want('retain')
      return once(release)
    },
    configure({ enabled = true, ...changes }) {
      const { url, identity, app, dialect, storage, tabs, world } = options.current
      options.current = { url, identity, app, dialect, storage, tabs, world, ...changes }
      const { client } = driver.state().settings
      driver.dispatch({ type: 'settings', settings: settingsOf(choicesOf(options.current, client)) })
      if (enabled === isEnabled) return
      isEnabled = enabled
      if (!enabled) driver.dispatch({ type: 'close', why: 'disabled' })
      if (enabled && (isAsked || retains > 0)) want(isAsked ? 'user' : 'retain')
    },
    reconnect() {
      // Where no page retains it, only its caller wants it, as with `connect`.
      if (retains === 0) isAsked = true
      if (isEnabled) driver.dispatch({ type: 'reconnect' })
    },
    close() {
      isAsked = false
      driver.dispatch({ type: 'close', why: 'closed-by-user' })
    },
    dispose: () => engine.dispose(),
  }
}

function once(run: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) run()
    isDone = true
  }
}

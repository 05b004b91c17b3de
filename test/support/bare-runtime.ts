// A Node process made to look like another runtime: takes globals away, connects, sends, hears hints, and says in one line of JSON what came of it.
const [, , url = '', profile = 'node'] = process.argv
const host = process

// `Buffer`, `process` and `performance` stay: Node's own WebSocket needs them.
const REMOVED: Readonly<Record<string, readonly string[]>> = {
  node: [],
  bun: [],
  // Hermes without polyfills: no document, no location, no dice but Math.random, and a window that is no event target.
  'react-native': ['crypto', 'MessageChannel', 'BroadcastChannel', 'structuredClone', 'setImmediate'],
  'no-websocket': ['WebSocket'],
  bare: ['navigator', 'crypto', 'MessageChannel', 'structuredClone', 'setImmediate', 'fetch'],
}

for (const name of REMOVED[profile] ?? []) Reflect.deleteProperty(globalThis, name)
const given: Readonly<Record<string, object>> = {
  bun: { Bun: { version: '1.3.0' }, navigator: { userAgent: 'Bun/1.3.0', hardwareConcurrency: 2 } },
  'react-native': {
    window: globalThis,
    navigator: { product: 'ReactNative' },
    requestAnimationFrame: (run: () => void) => setTimeout(run, 16),
  },
}
for (const [name, value] of Object.entries(given[profile] ?? {})) Object.defineProperty(globalThis, name, { value, configurable: true })

const { browserWorld, createResilientSocket } = await import('../../src/client/index.ts')

/** As an app does it with `AppState.addEventListener('change', …)`. */
const appState = { listeners: new Set<(state: 'active' | 'background') => void>() }
const world = {
  ...browserWorld(),
  hints(listen: (hint: 'visible' | 'hidden') => void) {
    const change = (state: 'active' | 'background') => listen(state === 'active' ? 'visible' : 'hidden')
    appState.listeners.add(change)
    return () => void appState.listeners.delete(change)
  },
}

const errors: string[] = []
const isReactNative = profile === 'react-native'
const socket = createResilientSocket({ url, identity: 'ada', getToken: () => 'ada', log: () => {}, ...(isReactNative && { world }) })
socket.on('error', ({ message }) => errors.push(message))
socket.connect()
try {
  await socket.ready({ timeoutMs: profile === 'no-websocket' || !url.startsWith('ws') ? 300 : 20_000 })
  const answer = await socket.request('double', 21)
  for (const listen of appState.listeners) for (const state of ['background', 'active'] as const) listen(state)
  const hints = socket.flightRecorder().entries.flatMap(({ event }) => (event.type === 'hint' ? [event.hint] : []))
  say({ answer, state: socket.store.status().state, hints, listening: appState.listeners.size, errors })
} catch {
  say({ state: socket.store.status().state, errors: [...new Set(errors)] })
}

function say(what: object): void {
  socket.dispose()
  host.stdout.write(`${JSON.stringify(what)}\n`, () => host.exit(0))
}

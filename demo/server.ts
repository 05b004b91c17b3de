// The server process behind the fault proxy: the library's own server over sqlite, and the agent. The supervisor starts it, kills it and starts it again.
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createResilientServer } from '../src/server/index.ts'
import type { ResilientServer } from '../src/server/resilient-server.ts'
import { sqliteStore } from '../src/server/sqlite/index.ts'
import { chatHandler } from './agent/chat.ts'
import { readDocuments } from './agent/documents.ts'
import { historyOf } from './agent/history.ts'
import { modelFrom } from './agent/model.ts'
import { passagesOf } from './agent/passages.ts'
import { profileHandler } from './agent/profile.ts'
import { rank } from './agent/ranking.ts'
import { reminderHandler } from './agent/reminder.ts'
import { machineClock } from './clock-world.ts'
import { LEASE, SUPERVISOR } from './limits.ts'
import { listen } from './listen.ts'
import { acceptToken, secretBeside } from './token.ts'

const { values } = parseArgs({
  options: {
    db: { type: 'string' },
    pace: { type: 'string', default: '120' },
    origin: { type: 'string', multiple: true, default: [] },
  },
})
if (values.db === undefined)
  throw new Error('demo/server.ts was started without --db, so it has nowhere to keep tasks. Start demo/main.ts, which gives it one.')

const secret = secretBeside(values.db)
const pace = { clock: machineClock, wordMs: Number(values.pace) }
const ranking = rank(passagesOf(readDocuments(fileURLToPath(new URL('..', import.meta.url)))))

const store = sqliteStore(values.db)
const resilient: ResilientServer = createResilientServer({
  store,
  limits: LEASE,
  origins: values.origin,
  authenticate({ token }) {
    const claims = token === null ? null : acceptToken(secret, token, machineClock.now())
    return claims === null ? null : { user: claims.user, expiresInMs: claims.expiresAt - machineClock.now() }
  },
  handlers: {
    chat: chatHandler({ ranking, pace, model: modelFrom(process.env), history: asker => historyOf(store, asker) }),
    profile: profileHandler(pace),
    reminder: reminderHandler(machineClock, (user, notice) => resilient.notify(user, notice)),
  },
  rerun: ['chat', 'profile', 'reminder'],
})

const http = createServer()
resilient.attach(http, { path: '/rs' })
process.send?.({ type: 'listening', port: await listen(http, 0) })

let isClosing = false
async function close(): Promise<void> {
  if (isClosing) return
  isClosing = true
  await resilient.close({ drainMs: SUPERVISOR.drainMs })
  http.closeAllConnections()
  http.close()
  process.exit(0)
}
process.on('SIGTERM', () => void close())
// The terminal sends Ctrl-C to the whole group; the supervisor decides when this process ends.
process.on('SIGINT', () => {})
// A supervisor that died cannot stop us any more.
process.on('disconnect', () => void close())
if (process.send !== undefined && !process.connected) void close()

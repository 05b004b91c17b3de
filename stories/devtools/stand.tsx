// A small application before a fake server in real time, with the devtools in its corner: it streams, waits, and is told what it does not take.
import { type ReactElement, useEffect, useEffectEvent, useState } from 'react'
import { z } from 'zod'
import { ChatPanel, ReconnectBanner } from '../../src/components/index.ts'
import { ResilientSocketDevtools, type ResilientSocketDevtoolsProps } from '../../src/devtools/index.ts'
import { defineApp, ResilientSocketProvider, useConnectionState, useResilientSocket } from '../../src/index.ts'
import { createFakeServer, type FakePage, type FakeServer, keepRealTime } from '../../src/testing/index.ts'
import { NOW } from '../../test/components/builders.ts'
import { words } from '../scenes/words.ts'

/** The server of the story is of another version, and says in words what this page takes in numbers. */
const app = defineApp({
  tasks: { chat: { input: z.object({ text: z.string() }) }, export: { input: z.null(), result: z.object({ rows: z.number() }) } },
  ops: { rename: { input: z.object({ name: z.string() }), output: z.object({ at: z.number() }) } },
})

interface Surroundings {
  readonly server: FakeServer
  readonly page: FakePage
}

function createSurroundings(): Surroundings {
  const server: FakeServer = createFakeServer({
    startAt: NOW,
    handlers: {
      async chat({ text }: { text: string }, task) {
        for (const word of words(text)) {
          await server.rest(60)
          task.append(word)
        }
      },
      export: () => ({ rows: 'twelve' }),
    },
    ops: { rename: () => ({ at: 'noon' }) },
    rerun: ['chat'],
  })
  return { server, page: server.page() }
}

interface StandProps {
  readonly tools: ResilientSocketDevtoolsProps
  /** What happens by itself, as soon as the page is live. */
  readonly course: 'work' | 'outage' | 'misfits'
}

export function Stand({ tools, course }: StandProps): ReactElement {
  const [{ server, page }] = useState(createSurroundings)
  const [quiet] = useState(() => () => {})
  useEffect(() => keepRealTime(server), [server])
  return (
    <ResilientSocketProvider url="/rs" world={page.world} app={app} log={quiet} locale="en">
      <main className="scene-app" style={{ blockSize: '100dvh' }}>
        <ReconnectBanner />
        <ChatPanel conversation="support" />
      </main>
      <Course course={course} server={server} />
      <ResilientSocketDevtools {...tools} />
    </ResilientSocketProvider>
  )
}

function Course({ course, server }: Pick<StandProps, 'course'> & Pick<Surroundings, 'server'>): null {
  const socket = useResilientSocket()
  const hasBeenLive = useConnectionState(status => status.hasEverConnected)
  const begin = useEffectEvent(() => {
    if (course === 'misfits') {
      socket.submit('export', null)
      socket.send('rename', { name: 'Ada' })
      return
    }
    socket.submit('chat', { text: 'How is a half-open link noticed?' }, { conversation: 'support' })
    if (course === 'work') return
    server.kill()
    socket.submit('chat', { text: 'And what is queued?' }, { conversation: 'support' })
    socket.send('rename', { name: 'Ada' })
  })
  useEffect(() => (hasBeenLive ? begin() : undefined), [hasBeenLive])
  return null
}

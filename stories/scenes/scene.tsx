// An application before a fake server, in real time: what the toolbar's faults are done to.
import { type ReactElement, useEffect, useState } from 'react'
import { ChatPanel, ConnectionIndicator, NotificationBell, ReconnectBanner, TaskList } from '../../src/components/index.ts'
import { type ChatMessage, ResilientSocketProvider, useResilientSocket } from '../../src/index.ts'
import { createFakeServer, type FakePage, type FakeServer, keepRealTime } from '../../src/testing/index.ts'
import { NOW } from '../../test/components/builders.ts'
import { words } from './words.ts'

export type Fault = 'none' | 'cut' | 'blackhole' | 'delay' | 'restart' | 'expire' | 'offline'

export interface Stage {
  readonly server: FakeServer
  readonly pages: readonly FakePage[]
  readonly session: Session
}

/** Who is signed in: nobody, once it has ended, until somebody signs in. */
interface Session {
  readonly token: () => string | null
  readonly end: () => void
  readonly begin: () => void
}

/** Each story its own server; a play function finds it here. */
export function createStage(pageCount: number): Stage {
  const server: FakeServer = createFakeServer({
    startAt: NOW,
    authenticate: ({ token }) => (token === 'ada' ? { user: 'ada' } : null),
    handlers: {
      async chat({ text }: { text: string }, task) {
        for (const word of words(text)) {
          await server.rest(60)
          task.append(word)
        }
      },
      async export(_input, task) {
        for (let row = 1; row <= 20; row += 1) {
          await server.rest(400)
          task.progress(row, 20, 'Writing rows')
        }
      },
    },
    rerun: ['chat', 'export'],
  })
  return { server, pages: Array.from({ length: pageCount }, () => server.page()), session: sessionOn(server) }
}

function sessionOn(server: FakeServer): Session {
  let token: string | null = 'ada'
  return {
    token: () => token,
    begin: () => {
      token = 'ada'
    },
    end: () => {
      token = 'expired'
      server.closeAll(4500)
    },
  }
}

export interface SceneProps {
  readonly stage: Stage
  readonly past: readonly ChatMessage[]
  readonly fault: Fault
}

export function Scene({ stage, past, fault }: SceneProps): ReactElement {
  useEffect(() => keepRealTime(stage.server), [stage])
  useEffect(() => suffer(stage, fault), [stage, fault])
  return (
    <div className="scene">
      {stage.pages.map((page, index) => (
        <App key={index} page={page} past={past} session={stage.session} name={`tab-${index + 1}`} />
      ))}
    </div>
  )
}

/** Done when the fault is chosen; undone when another is. */
function suffer({ server, pages }: Stage, fault: Fault): () => void {
  const each = (act: (page: FakePage) => void) => pages.forEach(act)
  const healed = () => each(page => page.heal())
  switch (fault) {
    case 'none':
      return () => {}
    case 'cut':
      each(page => page.cut())
      return () => {}
    case 'blackhole':
      each(page => page.blackhole())
      return healed
    case 'delay':
      each(page => page.delay(2_000))
      return () => each(page => page.delay(20))
    case 'restart':
      server.kill()
      return () => server.start()
    case 'expire':
      server.closeAll(4004)
      return () => {}
    case 'offline':
      each(page => page.goOffline())
      return () => each(page => page.goOnline())
  }
}

interface AppProps extends Pick<SceneProps, 'past'> {
  readonly page: FakePage
  readonly session: Session
  readonly name: string
}

function App({ page, past, session, name }: AppProps): ReactElement {
  const [quiet] = useState(() => () => {})
  return (
    <ResilientSocketProvider url="/rs" world={page.world} getToken={session.token} log={quiet} locale="en">
      <section className="scene-app" aria-label={name}>
        <header className="scene-bar">
          <ConnectionIndicator />
          <NotificationBell />
        </header>
        <SignIn session={session} />
        <ChatPanel conversation="support" conversationOptions={{ initial: past }} />
        <TaskList limit={3} filter={task => task.kind === 'export'} />
      </section>
    </ResilientSocketProvider>
  )
}

function SignIn({ session }: { readonly session: Session }): ReactElement {
  const socket = useResilientSocket()
  const signIn = (): void => {
    session.begin()
    socket.reconnect()
  }
  return <ReconnectBanner onSignIn={signIn} />
}

// The page: one provider, the published components, and the panel that breaks what they stand on.
import type { ReactElement } from 'react'
import { ReconnectBanner } from '../../src/components/index.ts'
import { ResilientSocketProvider } from '../../src/index.ts'
import { Chat } from './chat.tsx'
import type { DemoControl } from './demo-store.ts'
import { FaultPanel } from './fault-panel.tsx'
import { Happenings } from './happenings.tsx'
import { Header } from './header.tsx'
import { reloadPage } from './page-world.ts'
import { Reminder } from './reminder.tsx'
import type { Visitor } from './visitor.ts'

interface AppProps {
  readonly visitor: Visitor
  readonly control: DemoControl
}

export const App = ({ visitor: { user, socketUrl, getToken }, control }: AppProps): ReactElement => (
  <ResilientSocketProvider url={socketUrl} identity={user} getToken={getToken}>
    <div className="page">
      <Header />
      <div className="page-body">
        {/* Above the chat alone: a banner that moved the panel's buttons would put another fault under the pointer. */}
        <main className="talk">
          <ReconnectBanner onSignIn={reloadPage} />
          <Chat />
        </main>
        <aside className="side" aria-label="Faults and log">
          <FaultPanel control={control} />
          <Reminder />
          <Happenings control={control} />
        </aside>
      </div>
    </div>
  </ResilientSocketProvider>
)

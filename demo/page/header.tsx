// The page's head: its name, how fresh the page is, and what is new.
import { useEffect, useState, type ReactElement } from 'react'
import { useConnectionState, useTaskNotifications } from '../../src/index.ts'
import { PAGE } from '../limits.ts'
import { LineIcon } from './line-icon.tsx'
import { NEWS_ID, NewsList, titleOf } from './news-list.tsx'
import { later } from './page-world.ts'
import { statusWords } from './status-words.ts'

export function Header(): ReactElement {
  return (
    <header className="head">
      <h1 className="head-name">
        resilient-socket <span className="head-tag">demo</span>
      </h1>
      <Indicator />
      <Bell />
    </header>
  )
}

function Indicator(): ReactElement {
  const { word, tone } = useSteady(useConnectionState(statusWords))
  const latencyMs = useConnectionState(status => (status.freshness === 'live' ? status.latencyMs : null))
  return (
    <p className="pill" data-tone={tone} data-testid="indicator">
      {word}
      {latencyMs !== null && <span className="pill-detail">{Math.round(latencyMs)} ms</span>}
    </p>
  )
}

/** The value once it has lasted: each send makes the page wait for its effect for a moment, which is not worth a flicker. */
function useSteady<T>(value: T): T {
  const [steady, setSteady] = useState(value)
  useEffect(() => later(PAGE.doubtMs, () => setSteady(value)), [value])
  return steady
}

function Bell(): ReactElement {
  const [latest, setLatest] = useState('')
  const { unread, activeCount, markSeen } = useTaskNotifications({ onNotification: news => setLatest(titleOf(news)) })
  const name = unread === 0 ? 'Notifications, none new' : `Notifications, ${unread} new`
  return (
    <>
      <p className="head-active">{activeCount > 0 && `${activeCount} running`}</p>
      <button className="bell" type="button" aria-label={name} popoverTarget={NEWS_ID} onClick={() => markSeen()}>
        <LineIcon path="M4.5 13.5V9a5.5 5.5 0 0 1 11 0v4.5l1 1.5h-13zM8 17.2a2.2 2.2 0 0 0 4 0" />
        {unread > 0 && <span className="bell-count">{unread}</span>}
      </button>
      <NewsList />
      <span className="unseen" role="status">
        {latest}
      </span>
    </>
  )
}

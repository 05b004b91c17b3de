// The page's head: its name, how fresh the page is, and what is new.
import { useState, type ReactElement } from 'react'
import { useConnectionState, useTaskNotifications, type TaskNotification } from '../../src/index.ts'
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
  const { word, tone } = useConnectionState(statusWords)
  const latencyMs = useConnectionState(status => (status.freshness === 'live' ? status.latencyMs : null))
  return (
    <p className="pill" data-tone={tone} data-testid="indicator">
      {word}
      {latencyMs !== null && <span className="pill-detail">{Math.round(latencyMs)} ms</span>}
    </p>
  )
}

const TITLES: Readonly<Record<string, string>> = {
  'task.succeeded': 'A task has finished',
  'task.failed': 'A task has failed',
  'task.cancelled': 'A task was cancelled',
  'task.input-required': 'A task asks you something',
}

const titleOf = ({ title, kind }: TaskNotification): string => title ?? TITLES[kind] ?? kind

const SHOWN = 8
const TIME = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

function Bell(): ReactElement {
  const [toast, setToast] = useState('')
  const { notifications, unread, activeCount, markSeen } = useTaskNotifications({ onNotification: news => setToast(titleOf(news)) })
  const name = unread === 0 ? 'Notifications, none new' : `Notifications, ${unread} new`
  return (
    <>
      <p className="head-active">{activeCount > 0 && `${activeCount} running`}</p>
      <button className="bell" type="button" aria-label={name} popoverTarget="news" onClick={() => markSeen()}>
        <BellIcon />
        {unread > 0 && <span className="bell-count">{unread}</span>}
      </button>
      <div className="news" id="news" popover="auto">
        <h2>Notifications</h2>
        {notifications.length === 0 && <p className="quiet">Nothing yet. Ask something, and you are told when it is done.</p>}
        <ol>
          {notifications.slice(0, SHOWN).map(news => (
            <li key={news.id}>
              <span>{titleOf(news)}</span>
              <time className="quiet" dateTime={new Date(news.time).toISOString()}>
                {TIME.format(news.time)}
              </time>
            </li>
          ))}
        </ol>
      </div>
      <span className="unseen" role="status">
        {toast}
      </span>
    </>
  )
}

const BellIcon = (): ReactElement => (
  <svg
    viewBox="0 0 20 20"
    width="20"
    height="20"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <path d="M4.5 13.5V9a5.5 5.5 0 0 1 11 0v4.5l1 1.5h-13zM8 17.2a2.2 2.2 0 0 0 4 0" strokeLinejoin="round" />
  </svg>
)

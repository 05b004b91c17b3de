// The page's head: its name, how fresh the page is, and what is new.
import type { ReactElement } from 'react'
import { ConnectionIndicator, NotificationBell } from '../../src/components/index.ts'
import { useConnectionState, useTask, useTaskNotifications, type TaskNotification } from '../../src/index.ts'

const SHOWN = 8

export function Header(): ReactElement {
  const latencyMs = useConnectionState(status => (status.freshness === 'live' ? status.latencyMs : null))
  const { activeCount } = useTaskNotifications()
  return (
    <header className="head">
      <h1 className="head-name">
        resilient-socket <span className="head-tag">demo</span>
      </h1>
      <ConnectionIndicator />
      {latencyMs !== null && <span className="head-detail">{Math.round(latencyMs)} ms</span>}
      <p className="head-active">{activeCount > 0 && `${activeCount} running`}</p>
      <Bell />
    </header>
  )
}

function Bell(): ReactElement {
  return (
    <NotificationBell
      limit={SHOWN}
      renderNotification={news => <News key={news.id} news={news} />}
      strings={{ bellEmpty: 'Nothing yet. Ask something, and you are told when it is done.' }}
    />
  )
}

/** With the words of the task it speaks of. */
function News({ news }: { readonly news: TaskNotification }): ReactElement {
  const task = useTask(news.taskId)
  return <NotificationBell.Item notification={{ ...news, body: news.body ?? wordsOf(task?.input) }} />
}

function wordsOf(input: unknown): string | null {
  return typeof input === 'object' && input !== null && 'text' in input && typeof input.text === 'string' ? input.text : null
}

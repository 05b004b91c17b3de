// What the user was told, newest first, each with the words of the task it speaks of.
import type { ReactElement } from 'react'
import { useTask, useTaskNotifications, type TaskNotification } from '../../src/index.ts'

export const NEWS_ID = 'news'

const SHOWN = 8
const TIME = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
const TITLES: Readonly<Record<string, string>> = {
  'task.succeeded': 'Finished',
  'task.failed': 'Failed',
  'task.cancelled': 'Cancelled',
  'task.input-required': 'Asks you something',
}

export const titleOf = ({ title, kind }: TaskNotification): string => title ?? TITLES[kind] ?? kind

export function NewsList(): ReactElement {
  const { notifications } = useTaskNotifications({ limit: SHOWN })
  return (
    <div className="news" id={NEWS_ID} popover="auto">
      <h2>Notifications</h2>
      {notifications.length === 0 && <p className="quiet">Nothing yet. Ask something, and you are told when it is done.</p>}
      <ol>
        {notifications.map(news => (
          <NewsItem key={news.id} news={news} />
        ))}
      </ol>
    </div>
  )
}

function NewsItem({ news }: { readonly news: TaskNotification }): ReactElement {
  const task = useTask(news.taskId)
  const words = news.body ?? wordsOf(task?.input)
  return (
    <li>
      <p className="news-what">
        {titleOf(news)}
        {words !== null && <small>{words}</small>}
      </p>
      <time className="quiet" dateTime={new Date(news.time).toISOString()}>
        {TIME.format(news.time)}
      </time>
    </li>
  )
}

function wordsOf(input: unknown): string | null {
  return typeof input === 'object' && input !== null && 'text' in input && typeof input.text === 'string' ? input.text : null
}

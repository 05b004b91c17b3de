// The log of the visit: what the link, the server and the connection did, with the time of each.
import { useEffect, useReducer, type ReactElement } from 'react'
import { useSocketEvent } from '../../src/index.ts'
import type { DemoControl } from './demo-store.ts'
import { demoNews, withNews } from './happenings.ts'
import { now } from './page-world.ts'
import { statusWords } from './status-words.ts'

const TIME = new Intl.DateTimeFormat('en', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 1,
  hourCycle: 'h23',
})

export function Happenings({ control }: { readonly control: DemoControl }): ReactElement {
  const [happenings, tell] = useReducer(withNews, [])
  useSocketEvent('status', status => {
    const { tone, sentence } = statusWords(status)
    tell({ time: now(), tone, text: sentence })
  })
  useEffect(() => {
    let before = control.state()
    return control.subscribe(() => {
      const news = demoNews(before, control.state(), now())
      before = control.state() ?? before
      if (news !== null) tell(news)
    })
  }, [control])
  return (
    <section className="card happenings" aria-labelledby="happenings-title">
      <h2 id="happenings-title">What happened</h2>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <ol tabIndex={0} aria-label="What happened, newest first">
        {happenings.map(({ id, time, tone, text }) => (
          <li key={id} data-tone={tone}>
            <time dateTime={new Date(time).toISOString()}>{TIME.format(time)}</time>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

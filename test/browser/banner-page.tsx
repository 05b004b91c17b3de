// The bare page with React on it: the banner, the indicator and the answer, and a log of everything the page ever said of its connection.
import type { ReactElement } from 'react'
import { createRoot } from 'react-dom/client'
import { ConnectionIndicator, ReconnectBanner } from '../../src/components/index.ts'
import { ResilientSocketProvider, useConnectionState, useTasks } from '../../src/index.ts'
import { barePage } from './stand-page.ts'

declare global {
  /** The HTML of the page's part that speaks of the connection, each time it changed. */
  var linkHtml: string[]
}

globalThis.linkHtml = []
globalThis.stand = {
  ...barePage,
  open(...given) {
    barePage.open(...given)
    const root = document.body.appendChild(document.createElement('main'))
    createRoot(root).render(
      <ResilientSocketProvider socket={barePage.socket()}>
        <Page />
      </ResilientSocketProvider>,
    )
    new MutationObserver(() => {
      // That a send is under way is no word of the connection: sends come and go all the time.
      const html = (document.querySelector('#link')?.innerHTML ?? '').replace(' data-queued=""', '')
      if (globalThis.linkHtml.at(-1) !== html) globalThis.linkHtml.push(html)
    }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true })
  },
}

function Page(): ReactElement {
  const { state, freshness, reason } = useConnectionState()
  const text = useTasks(([task]) => (task?.streams['text']?.kind === 'text' ? task.streams['text'].value : ''))
  return (
    <>
      <section id="link">
        <ReconnectBanner onSignIn={() => {}} />
        <ConnectionIndicator />
        <output>{[state, freshness, reason].join(' ')}</output>
      </section>
      <p id="answer">{text}</p>
    </>
  )
}

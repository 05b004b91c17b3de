// A page that is a chat and nothing else, fed from outside: no server, no provider, only props.
import { createRoot } from 'react-dom/client'
import { ChatPanel, type ChatPanelProps } from '../../../src/components/index.ts'
import { Markdown } from '../../../src/markdown/index.ts'
import '../../../src/styles.css'

type Fed = Partial<Extract<ChatPanelProps, { conversation?: undefined }>>

const components = { Markdown }
const root = createRoot(document.querySelector('#root') ?? document.body)
const nothing = (): void => {}

/** Shows the chat with these props. */
function show(props: Fed): void {
  root.render(
    <ChatPanel messages={[]} components={components} onSend={nothing} onRetry={nothing} onStop={nothing} onDiscard={nothing} {...props} />,
  )
}

Object.assign(globalThis, { show })
show({})

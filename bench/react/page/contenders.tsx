// Four ways to show the same burst: a bare socket without React, a state that every message sets, the same rendered at once, and this library.
import { createContext, memo, use, useEffect, useEffectEvent, useState } from 'react'
import { flushSync } from 'react-dom'
import { ResilientSocketProvider, useResilientSocket, useSocketEvent, useTaskStream } from '../../../src/index.ts'

export interface ContenderProps {
  readonly url: string
  readonly readers: readonly string[]
  readonly onRender: () => void
  /** Hands out what starts the burst, once connected. */
  readonly onReady: (start: () => void) => void
}

type Reading = Pick<ContenderProps, 'onRender'> & { readonly id: string }

interface Message {
  readonly id: string
  readonly chunk: string
}

/** The least that any page does: parse, append, and write each text once a frame. */
export function Bare({ url, readers, onReady }: ContenderProps) {
  useEffect(() => {
    const texts = new Map(readers.map(id => [id, '']))
    const places = [...document.querySelectorAll('p')]
    const socket = new WebSocket(`${url}/plain`)
    let isAsked = false
    const paint = () => {
      isAsked = false
      readers.forEach((id, index) => places[index]?.replaceChildren(texts.get(id) ?? ''))
    }
    socket.onopen = () => onReady(() => socket.send('go'))
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      const { id, chunk } = JSON.parse(data) as Message
      texts.set(id, `${texts.get(id)}${chunk}`)
      if (!isAsked) requestAnimationFrame(paint)
      isAsked = true
    }
    return () => socket.close()
  }, [url, readers, onReady])
  return readers.map(id => <p key={id} />)
}

const Texts = createContext<Readonly<Record<string, string>>>({})

/** What most pages write first: each message sets the state of a context, and every reader reads that. */
export function Naive(props: ContenderProps) {
  return <Stateful {...props} set={run => run()} />
}

/** As a hook must that hands out the last message: rendered at once, or React would skip those between two renders. */
export function Flushed(props: ContenderProps) {
  return <Stateful {...props} set={flushSync} />
}

function Stateful({ url, readers, onRender, onReady, set }: ContenderProps & { readonly set: (run: () => void) => void }) {
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  const setNow = useEffectEvent(set)
  useEffect(() => {
    const socket = new WebSocket(`${url}/plain`)
    socket.onopen = () => onReady(() => socket.send('go'))
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      const { id, chunk } = JSON.parse(data) as Message
      setNow(() => setTexts(before => ({ ...before, [id]: `${before[id] ?? ''}${chunk}` })))
    }
    return () => socket.close()
  }, [url, onReady])
  return (
    <Texts value={texts}>
      {readers.map(id => (
        <StateReader key={id} id={id} onRender={onRender} />
      ))}
    </Texts>
  )
}

const StateReader = memo(function StateReader({ id, onRender }: Reading) {
  const texts = use(Texts)
  onRender()
  return <p>{texts[id] ?? ''}</p>
})

export function Resilient({ url, readers, onRender, onReady }: ContenderProps) {
  return (
    <ResilientSocketProvider url={`${url}/rs`}>
      <Starter onReady={onReady} />
      {readers.map(id => (
        <ResilientReader key={id} id={id} onRender={onRender} />
      ))}
    </ResilientSocketProvider>
  )
}

function Starter({ onReady }: Pick<ContenderProps, 'onReady'>) {
  const { send } = useResilientSocket()
  useSocketEvent('status', ({ freshness }) => {
    if (freshness === 'live') onReady(() => void send('go', null))
  })
  return null
}

const ResilientReader = memo(function ResilientReader({ id, onRender }: Reading) {
  const text = useTaskStream(id)
  onRender()
  return <p>{text?.kind === 'text' ? text.value : ''}</p>
})

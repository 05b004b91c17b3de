// One page's line to a plain server: runs the translator, does its effects, arms its one alarm. It decides nothing.
import { decodeClient, encode } from '../../protocol/codec.ts'
import type { DialectLine, DialectPage } from '../dialect.ts'
import type { World } from '../world.ts'
import type { PlainOptions } from './options.ts'
import { createQuestions, type Questions } from './questions.ts'
import { type Speech, speechOf } from './speech.ts'
import { type Config, initialPlain, type Machine, type PlainEffect, type PlainEvent } from './state.ts'
import { deadlineOf, step } from './step.ts'
import { createWires, type Wires } from './wires.ts'

type Feed = (event: PlainEvent) => void

export function createLine(page: DialectPage, options: PlainOptions, config: Config): DialectLine {
  const { world, whenStill } = page
  const speech = speechOf({ options, report: page.report, log: page.log })
  const feed = translator(page, config, effect => perform(effect, { page, speech, wires, questions, feed }))
  const wires = createWires({
    page,
    told: feed,
    heard: (dial, text) => feed({ type: 'heard', dial, heard: text === null ? speech.unreadable() : speech.hear(text, world.now()) }),
    spoken: (dial, text) => spoken(dial, text, { speech, feed }),
  })
  const questions = createQuestions(speech, event => whenStill(() => feed(event)))
  return { world: worldThrough(world, wires.open), moved: () => whenStill(() => feed({ type: 'look' })) }
}

/** One event after the other, each with all that comes of it: what the machine is told may make it speak. */
function translator(page: DialectPage, config: Config, run: (effect: PlainEffect) => void): Feed {
  const { world, alarms } = page
  const waiting: PlainEvent[] = []
  let plain = initialPlain(config)
  let isBusy = false
  let armedAt: number | null = null
  let disarm = (): void => {}

  const machine = (): Machine => ({ ...page.state(), follows: page.isFollowing() })

  const take = (event: PlainEvent): void => {
    const moment = { now: world.now(), roll: world.roll(), id: world.id() }
    const [after, effects] = step(plain, event, { machine: machine(), moment })
    plain = after
    for (const effect of effects) run(effect)
  }

  const feed: Feed = event => {
    waiting.push(event)
    if (isBusy) return
    isBusy = true
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) take(next)
    } finally {
      isBusy = false
      arm()
    }
  }

  const arm = (): void => {
    const at = deadlineOf(plain, machine())
    if (at === armedAt) return
    disarm()
    armedAt = at
    disarm = at === null ? () => {} : alarms.set(at, rung)
    page.rearm()
  }
  const rung = (): void => {
    armedAt = null
    feed({ type: 'look' })
  }

  return feed
}

/** A frame of no known type: it says that something came. */
const LIFE = JSON.stringify({ type: 'plain' })

interface Parts {
  readonly page: DialectPage
  readonly speech: Speech
  readonly wires: Wires
  readonly questions: Questions
  readonly feed: Feed
}

function perform(effect: PlainEffect, { page, speech, wires, questions, feed }: Parts): void {
  switch (effect.type) {
    case 'opened':
      return wires.listener(effect.dial)?.opened()
    case 'say':
      return wires.listener(effect.dial)?.frame(encode(effect.message), 'none')
    case 'pass':
      return wires.listener(effect.dial)?.frame(encode(effect.message))
    case 'life':
      return wires.listener(effect.dial)?.frame(LIFE)
    case 'learn':
      return page.dispatch({ type: 'learn', frame: effect.frame, epoch: effect.epoch })
    case 'write':
      return wires.write(effect.dial, effect.texts)
    case 'write-ping':
      return wires.write(effect.dial, speech.ping(page.world.now()))
    case 'closed':
      return wires.close(effect)
    case 'end':
      wires.hangUp(effect)
      feed({ type: 'left', dial: effect.dial })
      return wires.close(effect)
    case 'reconcile':
      return questions.reconcile(effect.round, effect.ids)
    case 'drop-round':
      return questions.drop()
    case 'probe':
      return questions.probe(effect.dial)
    case 'log':
      return page.log({ level: effect.level, event: effect.event, message: effect.message })
  }
}

/** A frame of the machine's. */
function spoken(dial: number, text: string, { speech, feed }: Pick<Parts, 'speech' | 'feed'>): void {
  const message = decodeClient(text)
  switch (message.type) {
    case 'hello':
      return feed({ type: 'hello', dial, hello: message, opening: speech.opening(message.token) })
    case 'ping':
      return feed({ type: 'ping', dial, id: message.id })
    case 'command':
      return feed({ type: 'command', dial, command: message, texts: isOurs(message.op) ? [] : speech.write(message) })
    case 'auth':
    case 'ack':
    case 'pong':
    case 'unknown':
    case 'protocol-error':
      return undefined
  }
}

/** What only the machine and the translator speak of. */
const isOurs = (op: string): boolean => op === 'task.get' || op === 'notifications.seen'

/** The world as it is, but for where its sockets lead. A world may be an object of a class, so it is not copied. */
const worldThrough = (world: World, openSocket: World['openSocket']): World => ({
  now: () => world.now(),
  roll: () => world.roll(),
  id: () => world.id(),
  wakeAt: (instant, wake) => world.wakeAt(instant, wake),
  beforePaint: run => world.beforePaint(run),
  openSocket,
  resolve: url => world.resolve(url),
  hints: listen => world.hints(listen),
  surroundings: () => world.surroundings(),
  ...(world.tabs !== undefined && { tabs: world.tabs }),
})

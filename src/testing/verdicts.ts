// What must be true of a whole story once all is calm: every send told the truth, nothing recorded was lost, nothing ran twice.
import type { SendRecord } from './evidence.ts'
import type { Page } from './page.ts'
import type { Simulation } from './simulation.ts'

interface Finding {
  readonly rule: string
  readonly what: string
}

export function verdictsOn(simulation: Simulation): readonly Finding[] {
  return [
    ...simulation.pages.flatMap(page => [...heardBy(page, simulation), ...toldTo(page, simulation)]),
    ...[...simulation.pages, ...simulation.gone].flatMap(page => sendsOf(page, simulation)),
    ...simulation.gone.flatMap(page => ghostsOf(page)),
    ...executionsOf(simulation),
    ...leftBehind(simulation),
    ...deadWeight(simulation),
  ]
}

const finding = (rule: string, what: string | null): readonly Finding[] => (what === null ? [] : [{ rule, what }])

/* every send settles once, truly (SEND1) */

function sendsOf(page: Page, simulation: Simulation): readonly Finding[] {
  return [...page.record.sends.values()].flatMap(send => [
    ...finding('settles', isSettled(send, page) ? null : `${send.op} ${send.id} settled ${send.settlements} times`),
    ...finding('outcome', untruthOf(send, simulation)),
    ...finding('receipt', unheeded(send, page, simulation.setting.isDiskBad)),
    ...finding('own-user', ranAsOther(send, simulation)),
  ])
}

/** A page that the browser took away can tell nobody any more. */
const isSettled = ({ settlements }: SendRecord, page: Page): boolean => settlements === 1 || (settlements === 0 && page.end() === 'closed')

/** What was ended holds no socket. */
function ghostsOf(page: Page): readonly Finding[] {
  const held = page.end() === 'disposed' ? page.network.held().length : 0
  return finding('disposed', held === 0 ? null : `${page.name} was disposed of, and holds ${held} sockets`)
}

/** Codes of an op that did run, and says no. */
const RAN: ReadonlySet<string> = new Set(['refused', 'handler-timeout', 'handler-failed', 'failed'])

function untruthOf(send: SendRecord, simulation: Simulation): string | null {
  const { id, op, outcome, settledAt, cancelled } = send
  const { truth, rewound, setting } = simulation
  // Told before its user asked for it once more, perhaps on another page: what ran since ran for that.
  const retriedAt = truth.retriedAt(id)
  if (retriedAt !== null && settledAt !== null && settledAt <= retriedAt) return null
  const isApp = op.startsWith('app.')
  const ran = isApp ? truth.executions.has(id) : op === 'task.submit' && truth.births.has(id)
  const word = outcome?.outcome
  // With storage a cancel counts once `settled` says so: a page may end before it is remembered, and a disk that fails leaves it in doubt (KEEP1).
  const isCancelled = cancelled && outcome !== null && !(setting.isDiskBad && word === 'unconfirmed')
  if (ran && (word === 'expired' || word === 'cancelled' || isCancelled) && !isMisled(send, simulation))
    return `${op} ${id} ran, and its sender was told ${isCancelled ? 'cancelled' : word}`
  if (ran && outcome?.outcome === 'rejected' && !RAN.has(outcome.error.code))
    return `${op} ${id} ran, and was rejected as ${outcome.error.code}`
  if (
    word === 'accepted' &&
    !ran &&
    !truth.ranBefore.has(id) &&
    (isApp || (op === 'task.submit' && rewound.stamped + rewound.silently === 0))
  )
    return `${op} ${id} was accepted and never ran`
  return null
}

/** A page whose disk fails goes on in memory, and can record neither that it wrote nor that it was answered: its heir believes the record (KEEP1). */
const isMisled = ({ id, sentAt }: SendRecord, { setting, pages, gone }: Simulation): boolean =>
  setting.isDiskBad && [...pages, ...gone].some(({ record }) => (record.sends.get(id)?.sentAt ?? Infinity) < sentAt)

const UNKNOWABLE: ReadonlySet<string> = new Set(['epoch-changed', 'interrupted', 'handler-timeout'])

/** What the server answered is what the sender is told (SEND1). */
function unheeded({ id, op, outcome }: SendRecord, page: Page, isDiskBad: boolean): string | null {
  const receipt = page.record.receipts.get(id)
  // A refusal is told once it is committed: a page that the browser took away before that tells nobody (KEEP1).
  if (receipt === undefined || (outcome === null && page.end() === 'closed')) return null
  const due = receipt === 'ok' ? 'accepted' : UNKNOWABLE.has(receipt) ? 'unconfirmed' : 'rejected'
  // A disk that may still hold the send makes a refusal doubtful: the next page could send it again (KEEP1).
  if (isDiskBad && due === 'rejected' && outcome?.outcome === 'unconfirmed') return null
  return outcome?.outcome === due ? null : `${op} ${id} was answered ${receipt}, and its sender was told ${outcome?.outcome}`
}

/** What was sent as one user never runs as another (AUTH1). */
function ranAsOther({ id, user }: SendRecord, { truth }: Simulation): string | null {
  const ran = truth.executions.get(id)?.user
  return ran === undefined || user === null || ran === user ? null : `${id} was sent as ${user} and ran as ${ran}`
}

function executionsOf(simulation: Simulation): readonly Finding[] {
  const { truth } = simulation
  const twice = [...truth.executions].filter(([id, { times }]) => times > 1 && !mayRunAgain(id, simulation))
  const born = [...truth.births].filter(([key, times]) => times > 1 && !truth.forgiven.has(key))
  return [
    ...twice.flatMap(([id, { times }]) => finding('at-most-once', `command ${id} ran ${times} times`)),
    ...born.flatMap(([key, times]) => finding('at-most-once', `task ${key} was created ${times} times`)),
  ]
}

/**
 * Nobody can keep it from running again: its claim is gone, and so is the page that knew under which epoch it was written, while a bad disk
 * may hold the record from before, by which it was never sent (SEND6, KEEP1).
 */
const mayRunAgain = (id: string, { truth, gone, setting }: Simulation): boolean =>
  truth.forgiven.has(id) || (setting.isDiskBad && truth.unclaimed.has(id) && gone.some(({ record }) => record.sends.has(id)))

/** What a page showed as kept when it was closed is found by another of its user, unless it ran, or somebody signed out or came meanwhile (KEEP1). */
function leftBehind({ pages, gone, truth }: Simulation): readonly Finding[] {
  const all = [...pages, ...gone]
  if (all.some(({ record }) => record.isSignedOut() || record.switches() > 0)) return []
  const isHeir = (page: Page, author: Page, id: string) =>
    page.disk === author.disk && page.statedUser === author.statedUser && page.session.user === author.record.sends.get(id)?.user
  const left = all.flatMap(author => [...author.record.left].filter(id => pages.some(page => isHeir(page, author, id))))
  const lost = left.filter(id => {
    const isFound = all.some(
      ({ record, socket }) =>
        record.sends.get(id)?.settlements === 1 ||
        socket.store.outbox().some(each => each.id === id && each.state !== 'queued' && each.state !== 'written'),
    )
    return !isFound && !truth.executions.has(id) && !truth.births.has(id)
  })
  return lost.slice(0, 1).flatMap(id => finding('kept', `${id} was kept when its page was closed, and nobody found it`))
}

/** A server that has heard nothing for 45 s lets go of the socket, and one client has one (LIFE1, HEDGE1). */
function deadWeight({ fleet, pages }: Simulation): readonly Finding[] {
  const held = Array.from({ length: fleet.size() }, (_, index) => fleet.process(index).node.stats().connections)
  const sum = held.reduce((all, each) => all + each, 0)
  return finding('connections', sum <= pages.length ? null : `the server holds ${sum} connections of ${pages.length} pages`)
}

/* nothing recorded is lost within retention, nothing is applied twice, order is kept (GAP1, SNAP4) */

function heardBy(page: Page, simulation: Simulation): readonly Finding[] {
  const { truth } = simulation
  // What a silent loss lets run again is appended again, and so is what its user asked for once more.
  const all = new Set(page.record.heard)
  const heard = page.record.heard.filter(id => !mayRunAgain(id, simulation) && !truth.ranBefore.has(id))
  const user = page.session.user
  const excused = Math.max(page.record.excusedTo()?.offset ?? 0, page.record.firstAt()?.offset ?? 0)
  const missing = [...truth.events.values()].filter(event => event.user === user && event.offset > excused && !all.has(event.id))
  return [
    ...missing
      .slice(0, 1)
      .flatMap(({ id, offset }) => finding('lost', `event ${id} at ${offset} was never heard, and nothing after ${excused} was reset`)),
    ...finding('applied-once', new Set(heard).size === heard.length ? null : 'an event was heard twice'),
    ...finding('order', firstDisorder(heard, truth)),
  ]
}

function firstDisorder(heard: readonly string[], truth: Simulation['truth']): string | null {
  let last = { order: 0, user: '', id: '' }
  for (const id of heard) {
    const event = truth.events.get(id)
    if (event === undefined) continue
    if (event.user === last.user && event.order < last.order) return `${id} was heard after ${last.id}, which was appended later`
    last = event
  }
  return null
}

function toldTo(page: Page, simulation: Simulation): readonly Finding[] {
  const { kept } = simulation
  const first = page.record.firstAt()
  if (first === null) return []
  const tellers = tellersBefore(simulation)
  const isTold = (id: string) =>
    page.record.told.has(id) || tellers.some(({ record }) => (record.everTold.get(id) ?? Infinity) < page.record.userSince())
  const untold = kept
    .records()
    .notifications(page.session.user)
    .map(text => noticeIn(text))
    .filter(({ id, offset }) => offset > first.offset && !isTold(id) && !page.record.history.has(id))
  const early = [...page.record.history].filter(id => page.record.told.has(id) && page.record.switches() === 0)
  return [
    ...untold.slice(0, 1).flatMap(({ id }) => finding('told', `notification ${id} stands in the log and was never told`)),
    ...early.slice(0, 1).flatMap(id => finding('told-history', `${id} was told though the first load found it`)),
  ]
}

/** With storage what a lost history had told stays told, though it was another page that told it and it happens again. */
function tellersBefore({ pages, gone, setting, rewound }: Simulation): readonly Page[] {
  if (setting.storage === 'none' || rewound.silently + rewound.stamped === 0) return []
  return setting.storage === 'shared' ? [...pages, ...gone] : gone
}

function noticeIn(text: string): { readonly id: string; readonly offset: number } {
  const { id, offset }: { id: string; offset: number } = JSON.parse(text)
  return { id, offset }
}

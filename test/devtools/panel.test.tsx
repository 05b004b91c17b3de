// What the open panel says of a living connection, and how often it looks.
import { act, fireEvent } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import * as SHOWN from '../../src/devtools/limits.ts'
import * as READ from '../../src/devtools/times.ts'
import { ZOD } from '../support/apps.ts'
import { EPOCH, headOf } from '../support/client-harness.ts'
import { choose, fact, inPanel, list, press, stand } from './stand.tsx'

const OPEN = { defaultOpen: true }
const SECRET = 'what-nobody-should-read'
const price = (amount: unknown) => ({ type: 'app.price', data: { amount } }) as never
const settled = (result: unknown) =>
  ({ type: 'task.settled', task: { ...headOf('t1', { kind: 'report', rev: 2, status: 'succeeded' }), result } }) as never

test('a live connection is told in facts', () => {
  const { events, pass } = stand(OPEN)
  act(() => events([price(1)]))
  pass(READ.everyMs)
  expect(inPanel().getByRole('heading').textContent).toBe('live')
  expect(['State', 'Data', 'Cursor', 'Epoch', 'Storage', 'Tab', 'Idle limit', 'Unread', 'Next try', 'Reason'].map(fact)).toEqual([
    'connected',
    'live',
    '1',
    EPOCH,
    'none',
    'has its own socket',
    'none seen',
    '0',
    null,
    null,
  ])
})

test('a lost one says why, and counts down to the next attempt', () => {
  const { manual, pass } = stand(OPEN, { backoff: { firstMs: 20_000 } })
  act(() => manual.latest().close(1006))
  pass(READ.everyMs)
  expect([inPanel().getByRole('heading').textContent, fact('State'), fact('Data')]).toEqual(['waiting', 'reconnecting', 'stale'])
  const inS = () => Number(/in (\d+) s, after 1 failed/.exec(fact('Next try') ?? '')?.[1])
  const before = inS()
  pass(3_000)
  expect(before - inS()).toBe(3)
})

test('a burst is read at once and then ten times a second at most, and what came last is shown', () => {
  const { events, pass, socket } = stand(OPEN)
  pass(1_000)
  const read = vi.spyOn(socket, 'flightRecorder')
  for (let frame = 0; frame < 60; frame += 1) {
    act(() => events([price(frame)]))
    pass(16)
  }
  pass(READ.everyMs)
  expect(read.mock.calls.length).toBeLessThanOrEqual(12)
  expect(read.mock.calls.length).toBeGreaterThanOrEqual(8)
  expect(fact('Cursor')).toBe('60')
})

test('a look that takes long is followed by a longer rest', () => {
  const { events, pass, socket, time } = stand(OPEN)
  pass(1_000)
  const real = socket.flightRecorder.bind(socket)
  const read = vi.spyOn(socket, 'flightRecorder').mockImplementation(options => {
    time.advance(40)
    return real(options)
  })
  act(() => events([price(1)]))
  for (let frame = 0; frame < 60; frame += 1) {
    pass(16)
    act(() => events([price(frame)]))
  }
  // A tenth of a second's work in a second, and not all of it.
  expect(read.mock.calls.length).toBeLessThanOrEqual(4)
})

test('paused, it stands still; then it goes on with what is', () => {
  const { events, pass } = stand(OPEN)
  pass(READ.everyMs)
  press('Pause')
  act(() => events([price(1)]))
  pass(1_000)
  expect(fact('Cursor')).toBe('0')
  press('Pause')
  pass(READ.everyMs)
  expect(fact('Cursor')).toBe('1')
})

test('a transition is listed newest first with how the phase moved, and opens to its record', () => {
  const { manual, pass } = stand(OPEN, { backoff: { firstMs: 20_000 } })
  act(() => manual.latest().close(1006))
  pass(READ.everyMs)
  const [first] = list('Transitions').querySelectorAll('details')
  expect(first?.textContent).toMatch(/closed.*code 1006.*live → waiting/)
  if (first === undefined) throw new Error('nothing is listed')
  expect(first.querySelector('pre')).toBeNull()
  first.open = true
  fireEvent(first, new Event('toggle'))
  expect(JSON.parse(first.querySelector('pre')?.textContent ?? '')).toMatchObject({ before: 'live', event: { type: 'closed', code: 1006 } })
})

test('an open record stays open while others come', () => {
  const { events, pass } = stand(OPEN)
  pass(READ.everyMs)
  const [first] = list('Transitions').querySelectorAll('details')
  if (first === undefined) throw new Error('nothing is listed')
  first.open = true
  fireEvent(first, new Event('toggle'))
  const said = first.textContent
  act(() => events([price(1)]))
  pass(READ.everyMs)
  expect([first.isConnected, first.textContent]).toEqual([true, said])
  expect(list('Transitions').querySelectorAll('pre')).toHaveLength(1)
})

test('a search and the changes of phase narrow the list; nothing found says so', () => {
  stand(OPEN)
  const rows = () => [...list('Transitions').querySelectorAll('summary')].map(row => row.textContent)
  fireEvent.click(inPanel().getByRole('checkbox', { name: 'Changes of phase' }))
  expect(rows().length).toBeGreaterThanOrEqual(3)
  expect(rows().every(row => row?.includes('→'))).toBe(true)
  fireEvent.change(inPanel().getByRole('searchbox'), { target: { value: 'WELCOME live' } })
  expect(rows()).toEqual([expect.stringContaining('greeting → live')])
  fireEvent.change(inPanel().getByRole('searchbox'), { target: { value: 'no such thing' } })
  expect(list('Transitions').textContent).toContain('No transition matches')
})

test('at most so many transitions are shown, and the others are counted', () => {
  const { events, pass } = stand(OPEN)
  act(() => {
    for (let frame = 0; frame < SHOWN.transitions + 50; frame += 1) events([price(frame)])
  })
  pass(READ.everyMs)
  expect(list('Transitions').querySelectorAll('summary')).toHaveLength(SHOWN.transitions)
  expect(list('Transitions').textContent).toMatch(/The newest 100 of \d+/)
})

test('a send is listed with op, size and where it stands; what it carries only when asked', () => {
  const { socket, manual, pass } = stand(OPEN)
  act(() => manual.latest().close(1006))
  act(() => void socket.send('rename', { name: SECRET }))
  pass(READ.everyMs)
  choose('Sends')
  expect(list('Sends').textContent).toMatch(/app\.rename.*34 B.*queued/)
  expect(list('Sends').textContent).not.toContain(SECRET)
  fireEvent.click(inPanel().getByRole('checkbox', { name: 'Payloads' }))
  expect(list('Sends').textContent).toContain(SECRET)
})

test('a send that was rejected says by what', () => {
  const { socket, manual, pass } = stand(OPEN)
  act(() => void socket.send('rename', { name: 'a' }, { id: 'c1' }))
  act(() => manual.latest().receive({ type: 'receipt', id: 'c1', ok: false, error: { code: 'taken', message: 'no', retryable: false } }))
  pass(READ.everyMs)
  choose('Sends')
  expect(list('Sends').textContent).toContain('rejected: taken')
})

test('a task is listed with how it stands and how far it has grown, not with what it says', () => {
  const { events, pass } = stand(OPEN)
  act(() =>
    events([
      { type: 'task.created', task: { ...headOf('t1'), input: { text: SECRET } } } as never,
      { type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: SECRET },
    ]),
  )
  pass(READ.everyMs)
  choose('Tasks')
  expect(list('Tasks').textContent).toMatch(new RegExp(`chat.*text ${SECRET.length}.*running`))
  expect(list('Tasks').textContent).not.toContain(SECRET)
})

test('[SCHEMA2] payloads that do not fit are counted by type, the latest with why', () => {
  const { events, pass } = stand(OPEN, { app: ZOD })
  act(() => events([price('two'), price('three'), settled({ pages: 'many', until: '2026-05-31' })]))
  pass(READ.everyMs)
  expect(inPanel().getByRole('radio', { name: 'Invalid 3' })).toBeDefined()
  choose('Invalid')
  expect(list('Invalid').textContent).toContain('2 app.price, 1 task.report.result')
  expect(list('Invalid').textContent).toMatch(/task\.report\.result.*pages: .*expected number/)
})

test('[SCHEMA2] what did not fit while it was closed is shown with why', () => {
  const { events, show } = stand({ open: false }, { app: ZOD })
  act(() => events([price('two')]))
  show({ open: true })
  choose('Invalid')
  expect(list('Invalid').textContent).toMatch(/amount: .*expected number/)
})

test('of a flood that does not fit the latest are kept, and all are counted', () => {
  const { events, pass } = stand(OPEN, { app: ZOD })
  act(() => events(Array.from({ length: 200 }, (_, n) => price(`no ${n}`))))
  pass(READ.everyMs)
  choose('Invalid')
  expect(list('Invalid').querySelectorAll('li')).toHaveLength(SHOWN.misfits)
  expect(list('Invalid').textContent).toContain('200 app.price')
})

// Rules of commands: each gets one receipt, a resend changes nothing, and a bad call is answered, not punished with a close.
import type { Receipt } from '../../protocol/frames.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Json } from '../../protocol/values.ts'
import { BOUNDS } from '../limits.ts'
import type { Tried } from '../rule.ts'
import { closingOf, heardOf, type Transcript } from '../transcript.ts'
import { must } from '../verdict.ts'
import { type Call, closes, commandOf, endOf, isAlive, type Page, receiptOf, type Visit } from '../visit.ts'
import { answerIn, cursorIn, headOf } from './steps.ts'

export const COMMAND_RULES: readonly Tried[] = [
  {
    id: 'SEND1',
    name: 'receipt',
    says: 'A command gets a receipt',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      const command = commandOf({ op: 'task.get', data: { key: visit.id() } }, visit)
      page.line.say(command)
      const receipt = await page.line.when(transcript => receiptOf(transcript, command.id), visit.options.timeoutMs)
      must(receipt !== null, 'a receipt', endOf(page.line.transcript))
    },
  },
  {
    id: 'SEND1',
    name: 'unknown-op',
    says: 'An op that the server does not have is answered unknown-op, and the socket serves on',
    needs: [],
    attempt: visit => answeredWith(visit, { op: 'no.such-op', data: null }, 'unknown-op'),
  },
  {
    id: 'SEND1',
    name: 'invalid-data',
    says: 'Data that an op does not take is answered invalid-data, and the socket serves on',
    needs: [],
    attempt: visit => answeredWith(visit, { op: 'task.get', data: { id: 7 } }, 'invalid-data'),
  },
  {
    id: 'SEND1',
    name: 'not-found',
    says: 'A task that does not exist is answered not-found',
    needs: [],
    attempt: visit => answeredWith(visit, { op: 'task.get', data: { id: visit.id() } }, 'not-found'),
  },
  {
    id: 'SEND1',
    name: 'no-such-question',
    says: 'task.input for a task that does not exist is answered not-found',
    needs: [],
    attempt: visit => answeredWith(visit, { op: 'task.input', data: { id: visit.id(), rev: 1, data: null } }, 'not-found'),
  },
  {
    id: 'SEND5',
    name: 'same-again',
    says: 'A command sent again under its id, on another socket, is answered again with no second effect',
    needs: [],
    async attempt(visit) {
      const [page, other] = [await visit.live(), await visit.live()]
      const call: Call = { op: 'notifications.seen', data: { offset: headOf(page) }, id: visit.id() }
      const first = cursorIn(await visit.call(page, call))
      const again = cursorIn(await visit.call(other, call))
      must(again.offset === first.offset || !(await isOurs(visit, other, again.offset)), `the cursor ${first.offset} again`, again)
    },
  },
  {
    id: 'SNAP1',
    name: 'seen-max',
    says: 'notifications.seen on two sockets: the largest wins',
    needs: [],
    async attempt(visit) {
      const [page, other] = [await visit.live(), await visit.live()]
      const most = headOf(page)
      await visit.call(page, { op: 'notifications.seen', data: { offset: most } })
      const { offset } = answerIn('notifications.seen', await visit.call(other, { op: 'notifications.seen', data: { offset: 0 } }))
      must(offset >= most, `seen up to ${most}`, `seen up to ${offset}`)
    },
  },
  {
    id: 'SEND5',
    name: 'order',
    says: 'Commands of one socket begin in the order in which they arrive',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      const from = headOf(page)
      const receipts = await together(
        visit,
        page,
        Array.from({ length: BOUNDS.orderedCommands }, (_, index) => seen(from + index)),
      )
      const offsets = receipts.map(receipt => cursorIn(receipt).offset)
      must(
        offsets.every((offset, index) => offset >= (offsets[index - 1] ?? 0)),
        'cursors that grow',
        offsets,
      )
    },
  },
  {
    id: 'SEND7',
    name: 'flood',
    says: 'More commands at once than may be in flight are answered to the last',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      const calls = Array.from({ length: BOUNDS.floodCommands }, () => ({ op: 'task.get', data: { key: visit.id() } }))
      const receipts = await together(visit, page, calls)
      must(receipts.length === calls.length, `${calls.length} receipts`, `${receipts.length}, then: ${endOf(page.line.transcript)}`)
    },
  },
  {
    id: 'SEND7',
    name: 'largest',
    says: 'A frame as large as upBytes allows is read',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      page.line.sayRaw(frameOf(Math.min(page.welcome.limits.upBytes, WIRE.upBytes)))
      must(await isAlive(visit, page), 'the socket served on', endOf(page.line.transcript))
    },
  },
  {
    id: 'SEND7',
    name: 'too-large',
    says: 'A frame larger than upBytes is closed with 1009',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      page.line.sayRaw(frameOf(page.welcome.limits.upBytes + 1))
      await closes(visit, page.line, 1009)
    },
  },
  {
    id: 'SEND6',
    name: 'epoch-changed',
    says: 'An app.* command first written under another epoch is answered epoch-changed, and does not run',
    needs: ['op'],
    async attempt(visit) {
      const call = appCall(visit, { id: visit.id(), epoch: visit.id() })
      await answeredWith(visit, call, 'epoch-changed')
    },
  },
  {
    id: 'SEND6',
    name: 'own-epoch',
    says: 'An app.* command of this epoch runs, and its receipt has a cursor',
    needs: ['op'],
    async attempt(visit) {
      const page = await visit.live()
      const receipt = await visit.call(page, appCall(visit, { epoch: page.welcome.epoch }))
      must(receipt.ok && receipt.cursor !== undefined, 'an accepted receipt with a cursor', receipt)
    },
  },
  {
    id: 'SEND5',
    name: 'app-again',
    says: 'An app.* command sent again under its id is answered with its first receipt',
    needs: ['op'],
    async attempt(visit) {
      const call = appCall(visit, { id: visit.id() })
      const first = await visit.call(await visit.live(), call)
      const again = await visit.call(await visit.live(), call)
      must(JSON.stringify(dataOf(again)) === JSON.stringify(dataOf(first)), JSON.stringify(dataOf(first)), dataOf(again))
    },
  },
  {
    id: 'SEND6',
    name: 'built-in',
    says: 'A built-in op runs whatever epoch it was first written under: its effect is the same',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      const call = { op: 'notifications.seen', data: { offset: headOf(page) }, epoch: visit.id() }
      const receipt = await visit.call(page, call)
      must(receipt.ok, 'an accepted receipt', receipt)
    },
  },
]

const seen = (offset: number): Call => ({ op: 'notifications.seen', data: { offset } })

const dataOf = (receipt: Receipt): Json | undefined => (receipt.ok ? receipt.data : receipt.error.code)

function appCall({ options }: Visit, more: Partial<Call>): Call {
  return { op: `app.${(options.op ?? '').replace(/^app\./, '')}`, data: options.opData, ...more }
}

async function answeredWith(visit: Visit, call: Call, code: string): Promise<void> {
  const page = await visit.live()
  const receipt = await visit.call(page, call).catch((error: unknown) => {
    // Where no receipt ever comes, another rule says so.
    must(closingOf(page.line.transcript) === null, `a receipt with ${code}`, endOf(page.line.transcript))
    throw error
  })
  must(!receipt.ok && receipt.error.code === code, `a receipt with ${code}`, receipt)
  must(await isAlive(visit, page), 'the socket served on', endOf(page.line.transcript))
}

/** Whether the entry at `offset` is a second one of the command, or another's. */
async function isOurs(visit: Visit, page: Page, offset: number): Promise<boolean> {
  await visit.reach(page, { epoch: page.welcome.epoch, offset, mark: '' })
  return heardOf(page.line.transcript, 'events').some(({ list }) =>
    list.some(item => item.offset === offset && item.event.type === 'notifications.seen'),
  )
}

/** All at once; the receipts that came in time, in the order of the calls. */
async function together(visit: Visit, { line }: Page, calls: readonly Call[]): Promise<readonly Receipt[]> {
  const commands = calls.map(call => commandOf(call, visit))
  line.say(...commands)
  const answered = (transcript: Transcript): readonly Receipt[] => commands.flatMap(({ id }) => receiptOf(transcript, id) ?? [])
  await line.when(transcript => (answered(transcript).length === commands.length ? true : null), 2 * visit.options.timeoutMs)
  return answered(line.transcript)
}

/** A frame of unknown type, of so many bytes. */
function frameOf(bytes: number): string {
  const [start, end] = ['{"type":"from-the-future","padding":"', '"}']
  return `${start}${'x'.repeat(bytes - start.length - end.length)}${end}`
}

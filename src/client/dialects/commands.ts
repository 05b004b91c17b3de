// Sends of the machine on a plain socket: written once, and without receipts nobody can say more of them.
import { ASKED_AGAIN } from '../../core/outbox.ts'
import { isRecord } from '../../core/submission.ts'
import type { Command } from '../../protocol/frames.ts'
import type { Json } from '../../protocol/values.ts'
import { notFound, refusal } from './asking.ts'
import { changeOf } from './changes.ts'
import { idOf, jsonOf } from './fields.ts'
import { fits } from './frames.ts'
import * as PLAIN from './limits.ts'
import type { PlainReceipt } from './options.ts'
import { errorOf } from './report.ts'
import { type Around, keep, onSocket, type Plain, type PlainEffect, type PlainStep, remember } from './state.ts'
import { submissionIn, submissionOf } from './submissions.ts'
import { emit, said, without } from './telling.ts'

interface Sending {
  readonly command: Command
  /** null: the server has no such command. */
  readonly texts: readonly string[] | null
}

export function commanded(plain: Plain, { command, texts }: Sending, around: Around): PlainStep {
  const { socket } = plain
  if (socket === null) return keep(plain)
  const say = (message: ReturnType<typeof refusal>): PlainEffect => ({ type: 'say', dial: socket.dial, message })
  switch (command.op) {
    case 'notifications.seen':
      return [plain, [{ type: 'say', dial: socket.dial, message: { type: 'receipt', id: command.id, ok: true, data: command.data } }]]
    case 'task.get':
      return looked(plain, command, around)
  }
  const { now } = around.moment
  // It may have run already, and the server could not tell that it is the same.
  if (!plain.config.hasReceipts && wasWritten(plain, command, around)) return [plain, [say(unconfirmed(command.id))]]
  if (texts === null)
    return [
      plain,
      [say(refusal(command.id, 'unsupported', `The dialect's encode gave nothing to write for ${command.op}, so it was not sent.`))],
    ]
  const submissions =
    command.op === 'task.submit' ? remember(plain.submissions, [command.id, submissionIn(command)], PLAIN.submissions) : plain.submissions
  const written = remember(plain.written, [command.id, now], PLAIN.remembered)
  const next = { ...onSocket(plain, { wroteAt: now, sentAt: now }), submissions, written }
  const write: PlainEffect = { type: 'write', dial: socket.dial, texts }
  // Said first: where this page dies between the two, the tab whose command it is must not have it written by the next leader.
  return [next, plain.config.hasReceipts ? [write] : [say(unconfirmed(command.id)), write]]
}

const unconfirmed = (id: string) => refusal(id, 'interrupted', 'It was written, and this server sends no receipts.')

/** Of this page's own outbox the machine knows; of a tab that follows, what was written a moment ago. */
function wasWritten(plain: Plain, { id }: Command, { machine, moment }: Around): boolean {
  const own = machine.outbox.entries.find(entry => entry.id === id)
  if (own !== undefined) return own.passage.at === 'written' && ![own.passage.dial, ASKED_AGAIN].includes(own.passage.firstDial)
  return moment.now - (plain.written.get(id) ?? -Infinity) < PLAIN.repeatMs
}

/** Only REST knows of tasks. Without it a reader who asks is not told that there is none: nobody knows. */
function looked(plain: Plain, { id: command, data }: Command, { moment }: Around): PlainStep {
  const { socket, config, asks, misses } = plain
  const ref = isRecord(data) && typeof data['id'] === 'string' ? data['id'] : null
  if (socket === null || !config.canReconcile) return keep(plain)
  const isAbsent = ref === null || (misses.get(ref) ?? 0) >= PLAIN.misses
  if (isAbsent) return [{ ...plain, misses: without(misses, ref ?? '') }, [{ type: 'say', dial: socket.dial, message: notFound(command) }]]
  return keep({ ...plain, asks: [...asks, { command, ref }].slice(-PLAIN.remembered), roundAt: moment.now })
}

/** With receipts the machine settles its sends as ever; one that names a task ties it to its submit. */
export function receipted(plain: Plain, { id: given, ok = true, taskId, data, error }: PlainReceipt, around: Around): PlainStep {
  const { socket } = plain
  const id = idOf(given)
  if (socket === null || id === null) return keep(plain)
  if (!ok) return [plain, [{ type: 'say', dial: socket.dial, message: { type: 'receipt', id, ok: false, error: errorOf(error) } }]]
  const task = idOf(taskId)
  const { machine, moment } = around
  const submission = task === null ? null : submissionOf(plain, { id: task, key: id, echo: null }, machine)
  if (task === null || submission === null) return [plain, [accepted(socket.dial, id, answerOf(data))]]
  const { events, record } = changeOf(machine.tasks.get(task), { ...said(task, id), status: 'queued' }, { now: moment.now, submission })
  const told = machine.tasks.has(task) ? [] : emit(plain, events, { around, cursor: machine.cursor })
  return [plain, [...told, accepted(socket.dial, id, jsonOf({ task: record.head }) ?? null)]]
}

/** Without what no frame can carry: the server has taken it all the same. */
function answerOf(data: unknown): Json {
  const json = jsonOf(data) ?? null
  return fits(json) ? json : null
}

const accepted = (dial: number, id: string, data: Json): PlainEffect => ({
  type: 'say',
  dial,
  message: { type: 'receipt', id, ok: true, data },
})

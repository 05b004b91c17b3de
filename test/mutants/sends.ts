// Faults in sends: settled wrongly, twice, or never (SEND1 to SEND4).
import type { Mutant } from './mutant.ts'

export const SENDS: readonly Mutant[] = [
  {
    id: 'send1-written-expires',
    law: 'SEND1',
    file: 'src/core/outbox.ts',
    find: "entry.passage.at === 'queued' ? 'expired' : 'unconfirmed'",
    replace: "'expired'",
    killer: {
      file: 'test/core/outbox.test.ts',
      title: '[SEND1] at its time to live an unwritten send is expired and a written one unconfirmed',
    },
  },
  {
    id: 'send1-late-receipt-ignored',
    law: 'SEND1',
    file: 'src/core/outbox.ts',
    find: 'return answer.ok ? [without(outbox, id), []] : [outbox, []]',
    replace: 'return [outbox, []]',
    killer: {
      file: 'test/core/outbox.test.ts',
      title: '[SEND1] a late receipt takes an unconfirmed send off the list and settles nothing twice',
    },
  },
  {
    id: 'send1-written-past-its-time',
    law: 'SEND1',
    file: 'src/core/outbox.ts',
    find: ' && entry.expiresAt > passing.now',
    replace: '',
    killer: {
      file: 'test/core/outbox.test.ts',
      title: '[SEND1] what is past its time is never written, though the timer has not woken yet',
    },
  },
  {
    id: 'send1-task-does-not-improve-the-view',
    law: 'SEND1',
    file: 'src/core/view.ts',
    find: '!(isUnconfirmed(entry) && keys.has(entry.id))',
    replace: "entry.id !== ''",
    killer: {
      file: 'test/core/receipts.test.ts',
      title: '[SEND1] a task that appears under the key of an unconfirmed submit takes it off the list',
    },
  },
  {
    id: 'send1-sent-twice',
    law: 'SEND1',
    file: 'src/core/outbox.ts',
    find: 'if (waiting.some(({ id }) => id === command.id)) return [outbox, []]',
    replace: '',
    killer: {
      file: 'test/core/outbox.test.ts',
      title: '[SEND1] a second send under an unsettled id changes nothing, even when it is too large',
    },
  },
  {
    id: 'send1-listeners-tear-the-state',
    law: 'SEND1',
    file: 'src/client/driver.ts',
    find: 'waiting.push(event)\n    if (isDraining) return',
    replace: 'waiting.push(event)',
    killer: { file: 'test/client/sends.test.ts', title: '[SEND1] a retry and a discard within one listener leave no promise open' },
  },
  {
    id: 'send1-failed-sends-pile-up',
    law: 'SEND1',
    file: 'src/core/outbox.ts',
    find: 'count <= BOUNDS.endedEntries && ',
    replace: '',
    killer: {
      file: 'test/core/outbox.test.ts',
      title: '[SEND1] of what ended without success the newest hundred stay, and a megabyte of them',
    },
  },
  {
    id: 'send2-not-resent',
    law: 'SEND2',
    file: 'src/core/outbox.ts',
    find: 'waiting.filter(entry => !isOn(entry, passing.dial)',
    replace: 'waiting.filter(entry => isQueued(entry)',
    killer: {
      file: 'test/core/outbox.test.ts',
      title: '[SEND2] unsettled commands are sent again in order, same id, on each new socket and once on each',
    },
  },
  {
    id: 'send2-refusal-proves-nothing',
    law: 'SEND2',
    file: 'src/core/written.ts',
    find: '&& closeRuleOf(closed.code).executedNothing',
    replace: "&& closed.by !== 'them'",
    killer: {
      file: 'test/core/outbox.test.ts',
      title: '[SEND2] a refusal before welcome takes back what was first written there, and nothing else',
    },
  },
  {
    id: 'send2-older-writes-taken-back',
    law: 'SEND2',
    file: 'src/core/written.ts',
    find: 'passage.firstDial === passage.dial',
    replace: 'passage.firstDial <= passage.dial',
    killer: {
      file: 'test/core/outbox.test.ts',
      title: '[SEND2] a refusal before welcome takes back what was first written there, and nothing else',
    },
  },
  {
    id: 'send1-doubt-forgotten-by-a-retry',
    law: 'SEND1',
    file: 'src/core/desk.ts',
    find: 'if (mayHaveRun && !isNew) return',
    replace: 'if (false) return',
    killer: {
      file: 'test/core/receipts.test.ts',
      title: '[SEND1] a retry of what may have run is never told as not run: it cannot be cancelled, and without room it stays in doubt',
    },
  },
  {
    id: 'send2-server-error-proves',
    law: 'SEND2',
    file: 'src/protocol/close-codes.ts',
    find: '1011: rule(',
    replace: '1011: refusal(',
    killer: {
      file: 'test/protocol/close-codes.test.ts',
      title: '[SEND2] only auth, version and limit codes prove that nothing was executed',
    },
  },
  {
    id: 'send3-ttl-unbounded',
    law: 'SEND3',
    file: 'src/core/outbox.ts',
    find: 'Math.min(command.ttlMs ?? policy.ttlMs, TIMES.ttlCapMs)',
    replace: 'command.ttlMs ?? policy.ttlMs',
    killer: { file: 'test/core/outbox.test.ts', title: '[SEND3] the time to live is 5 minutes, and never above an hour' },
  },
  {
    id: 'send3-probe-delayed-by-another',
    law: 'SEND3',
    file: 'src/core/pulse.ts',
    find: 'return probeAt === null || probeAt <= now ?',
    replace: 'return probeAt === null || probeAt > 0 ?',
    killer: {
      file: 'test/core/heartbeat.test.ts',
      title: "[SEND3] a probe that the user begins meanwhile gives a receipt's no more time",
    },
  },
  {
    id: 'send3-ping-outlasts-a-send',
    law: 'SEND3',
    file: 'src/core/pulse.ts',
    find: 'return probeAt === null ? ping.by :',
    replace: 'return probeAt === null || probeAt > 0 ? ping.by :',
    killer: {
      file: 'test/core/heartbeat.test.ts',
      title: "[SEND3] a send after an idle page's ping gives the answer to it no more time than the send's own probe would have had",
    },
  },
  {
    id: 'send3-no-probe',
    law: 'SEND3',
    file: 'src/core/pulse.ts',
    find: 'return instants.length === 0 ? null : Math.min(...instants) + receiptWithinMs(state)',
    replace: 'return instants.length === 0 ? null : Math.min(...instants) + 100 * receiptWithinMs(state)',
    killer: { file: 'test/core/heartbeat.test.ts', title: '[SEND3] a late receipt causes one probe and no outcome' },
  },
  {
    id: 'send3-receipts-forgotten-early',
    law: 'SEND3',
    file: 'src/server/log/ledger.ts',
    find: 'now - retention.receiptsMs,',
    replace: 'now - retention.receiptsMs / 2,',
    killer: { file: 'test/contracts/memory.test.ts', title: '[SEND3] receipts are kept through their retention, then forgotten' },
  },
  {
    id: 'send4-written-is-cancelled',
    law: 'SEND4',
    file: 'src/core/desk.ts',
    find: "if (entry.passage.at === 'queued') return",
    replace: 'if (isUnsettled(entry)) return',
    killer: {
      file: 'test/core/receipts.test.ts',
      title: '[SEND4] cancelling a written submit settles nothing and asks for a cancel by key',
    },
  },
  {
    id: 'send4-no-cancel-by-key',
    law: 'SEND4',
    file: 'src/core/desk.ts',
    find: "if (entry.op !== 'task.submit') return stay(state)",
    replace: 'if (commandId !== null) return stay(state)',
    killer: {
      file: 'test/core/receipts.test.ts',
      title: '[SEND4] cancelling a written submit settles nothing and asks for a cancel by key',
    },
  },
  {
    id: 'send4-written-is-dropped',
    law: 'SEND4',
    file: 'src/core/outbox.ts',
    find: 'const [oldest] = rivalsOf(waiting, entry).filter(isQueued)',
    replace: 'const [oldest] = rivalsOf(waiting, entry)',
    killer: {
      file: 'test/core/outbox.test.ts',
      title: '[SEND4] drop-oldest settles the oldest unwritten as cancelled and never a written one',
    },
  },
  {
    id: 'send4-cancel-claims-too-much',
    law: 'SEND4',
    file: 'src/client/create-socket.ts',
    find: 'return isQueued && !(left',
    replace: 'return isQueued || !(left',
    killer: {
      file: 'test/client/sends.test.ts',
      title: '[SEND4] cancel is true for what was unwritten and never sent, false for what may have run',
    },
  },
  {
    id: 'send4-unreceipted-uncounted',
    law: 'SEND4',
    file: 'src/core/outbox-room.ts',
    find: 'return rivals.length < maxCount',
    replace: "return rivals.filter(({ passage }) => passage.at === 'queued').length < maxCount",
    killer: {
      file: 'test/client/outbox-load.test.ts',
      title:
        '[SEND4] while the link is dead but open, the outbox keeps its bound under %s: what is unreceipted counts, and every send settles',
    },
  },
  {
    id: 'send4-room-is-not-looked-at-again',
    law: 'SEND4',
    file: 'src/core/restore.ts',
    find: 'const own = fitting(',
    replace: 'const own = ((_: unknown, all: typeof entries, __: unknown) => all)(',
    killer: {
      file: 'test/client/storage-failures.test.ts',
      title:
        '[SEND4] what the page sends while it takes sends over has its room; those that have none are given back, and taken when they have',
    },
  },
  {
    id: 'send4-never-given-back',
    law: 'SEND4',
    file: 'src/client/storage/loading.ts',
    find: '!taken.has(entry.id) && maySend(entry)',
    replace: 'taken.has(entry.id) && !maySend(entry)',
    killer: {
      file: 'test/client/storage-failures.test.ts',
      title:
        '[SEND4] what the page sends while it takes sends over has its room; those that have none are given back, and taken when they have',
    },
  },
  {
    id: 'send4-full-outbox-refuses-a-cancel',
    law: 'SEND4',
    file: 'src/core/outbox-room.ts',
    find: "(op: string): boolean => op === 'task.cancel' ||",
    replace: '(op: string): boolean =>',
    killer: {
      file: 'test/core/outbox-room.test.ts',
      title: '[SEND4] a full outbox takes a cancel and a reading mark, under either policy, and drops nothing for them (%s)',
    },
  },
  {
    id: 'send4-cancels-pile-up',
    law: 'SEND4',
    file: 'src/core/outbox-room.ts',
    find: 'maxCount: BOUNDS.bookkeepingEntries',
    replace: 'maxCount: Infinity',
    killer: {
      file: 'test/core/outbox-room.test.ts',
      title: '[SEND4] of cancels and reading marks 32 wait, and 16 kB of them: the next is rejected, or the oldest unwritten one gives way',
    },
  },
  {
    id: 'send4-refused-cancel-unheard',
    law: 'SEND4',
    file: 'src/core/desk.ts',
    find: "[log('warn', 'send-refused', { op })]",
    replace: '[]',
    killer: {
      file: 'test/client/sends.test.ts',
      title: '[SEND4] a cancel for which there is no room is told: by its outcome, and in the log where nobody holds that',
    },
  },
]

// Faults in what outlives the page: told too early, sent too early, taken twice, or believed unread (KEEP1).
import type { Mutant } from './mutant.ts'

const storage = 'test/client/storage.test.ts'
const failures = 'test/client/storage-failures.test.ts'

export const KEEP: readonly Mutant[] = [
  {
    id: 'keep1-sent-before-the-commit',
    law: 'KEEP1',
    file: 'src/client/storage/waiters.ts',
    find: "return effect.message.type === 'command' ? { run, otherwise: run } : null",
    replace: 'return null',
    killer: {
      file: storage,
      title: '[KEEP1] a page that ends before the commit has sent nothing, and one that ends after it is as if it had',
    },
  },
  {
    id: 'keep1-shown-before-the-commit',
    law: 'KEEP1',
    file: 'src/client/storage/create-keeper.ts',
    find: 'shown: now => (now.outbox === outbox.committed() ? now : { ...now, outbox: outbox.committed() }),',
    replace: 'shown: now => now,',
    killer: { file: storage, title: '[KEEP1] a send is shown and written to the socket only when its record is committed' },
  },
  {
    id: 'keep1-told-before-the-removal',
    law: 'KEEP1',
    file: 'src/client/storage/waiters.ts',
    find: "if (outcome.outcome === 'accepted' || outcome.outcome === 'unconfirmed') return null",
    replace: 'if (id !== null) return null',
    killer: { file: storage, title: '[KEEP1] did not run is told only when no record is left that another page could send' },
  },
  {
    id: 'keep1-sure-without-the-removal',
    law: 'KEEP1',
    file: 'src/client/storage/waiters.ts',
    find: "const doubt = () => (outbox.mayBeSent(id) ? page.settle(id, { outcome: 'unconfirmed' }) : run())",
    replace: 'const doubt = run',
    killer: { file: storage, title: '[KEEP1] where the removal cannot be committed, nobody can say that it will not run: unconfirmed' },
  },
  {
    id: 'keep1-told-what-was-before',
    law: 'KEEP1',
    file: 'src/client/storage/waiters.ts',
    find: '(isAgain() ? undefined : tell())',
    replace: 'tell()',
    killer: {
      file: storage,
      title: '[KEEP1] a send that is sent again while its removal is committed is not told what became of it before',
    },
  },
  {
    id: 'keep1-taken-from-the-living',
    law: 'KEEP1',
    file: 'src/client/storage/adoption.ts',
    find: ' && !held.has(names.pageLock(record.owner))',
    replace: '',
    killer: { file: storage, title: '[KEEP1] a page that is open takes over what a page that ended had queued, and only then' },
  },
  {
    id: 'keep1-two-heirs',
    law: 'KEEP1',
    file: 'src/client/storage/adoption.ts',
    find: 'taken = wanted.filter(isStill(now))',
    replace: 'taken = wanted.filter(({ key }) => now.get(key) !== null)',
    killer: { file: storage, title: '[KEEP1] two pages that look at once share the sends of a third: each has one owner' },
  },
  {
    id: 'keep1-everybody-writes',
    law: 'KEEP1',
    file: 'src/client/storage/tenancy.ts',
    find: 'if (await hold(names.writerLock)) elected()',
    replace: 'elected()',
    killer: {
      file: storage,
      title: '[KEEP1] only the page that holds the lock writes the state; when it ends the next one does, in a later term',
    },
  },
  {
    id: 'keep1-an-older-term-writes',
    law: 'KEEP1',
    file: 'src/client/storage/state-writer.ts',
    find: "if (head.term > term) standing = 'deposed'",
    replace: '',
    killer: { file: storage, title: '[KEEP1] a page whose term is over writes no more' },
  },
  {
    id: 'keep1-dials-before-it-has-loaded',
    law: 'KEEP1',
    file: 'src/client/storage/create-keeper.ts',
    find: "if (effect.type === 'dial' || effect.type === 'get-token') return dials.pass(() => isOut(page.state(), effect.dial) && run())",
    replace: '',
    killer: {
      file: failures,
      title: '[KEEP1] what is stored is waited for one second; then the page dials, says that it keeps nothing, and takes what comes late',
    },
  },
  {
    id: 'keep1-waits-for-ever',
    law: 'KEEP1',
    file: 'src/client/storage/health.ts',
    find: 'await Promise.race([work(), passed])',
    replace: 'await work()',
    killer: {
      file: failures,
      title: '[KEEP1] what is stored is waited for one second; then the page dials, says that it keeps nothing, and takes what comes late',
    },
  },
  {
    id: 'keep1-unchecked',
    law: 'KEEP1',
    file: 'src/client/storage/entry-record.ts',
    find: '  v: oneOf(1),',
    replace: '  v: json as never,',
    killer: { file: failures, title: '[KEEP1] a record cut short, of another version or of another shape is discarded with a warning' },
  },
  {
    id: 'keep1-heavy-text-forgotten',
    law: 'KEEP1',
    file: 'src/client/storage/state-record.ts',
    find: 'ends: { ...task.ends, ...Object.fromEntries(lengths) }',
    replace: 'ends: task.ends',
    killer: {
      file: failures,
      title: '[KEEP1] heavy settled tasks are left out, oldest first, and the text of active ones is asked for again',
    },
  },
  {
    id: 'keep1-cursor-over-a-newer-one',
    law: 'KEEP1',
    file: 'src/core/restore.ts',
    find: " || phase.name === 'greeting' || phase.name === 'live'",
    replace: '',
    killer: { file: failures, title: '[KEEP1] a hello that is out has said from where: state that comes after it is not taken' },
  },
  {
    id: 'life3-late-disk-is-judged',
    law: 'LIFE3',
    file: 'src/client/storage/health.ts',
    find: 'world.now() - at > TIMES.lateWakeMs',
    replace: 'at < 0',
    killer: { file: failures, title: '[LIFE3] a page that slept amid a commit does not take its disk for one that hangs' },
  },
  {
    id: 'send1-loaded-counts-as-unwritten',
    law: 'SEND1',
    file: 'src/client/storage/entry-record.ts',
    find: 'return { at, firstDial: 0, dial: 0, writtenAt: 0, epoch, mayHaveRun: true }',
    replace: "return { at: 'queued' }",
    killer: {
      file: storage,
      title: '[SEND1] what was written before the reload is settled by its receipt only, or by its time as unconfirmed',
    },
  },
  {
    id: 'auth1-slots-shared',
    law: 'AUTH1',
    file: 'src/client/storage/names.ts',
    find: "const user = typeof identity === 'string' ? null : identity.user",
    replace: "const user = identity === 'unstated' ? null : 'anybody'",
    killer: {
      file: storage,
      title: '[AUTH1] two identities never meet: neither the state nor the sends of the one are seen by the other',
    },
  },
  {
    id: 'auth1-signed-out-is-kept',
    law: 'AUTH1',
    file: 'src/client/storage/wiping.ts',
    find: "return after.phase.reason === 'revoked' || (after.phase.reason === 'signed-out' && event.type === 'token')",
    replace: "return after.phase.reason === 'revoked' && event.type === 'token'",
    killer: {
      file: storage,
      title: '[AUTH1] signing out wipes: identity null everything of the url, a null token and 4505 what is the own',
    },
  },
]

// How a SQLite file that was put back is told from one that went on: by its steps and the stamp beside it (LOG2).
import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { sqliteStore } from '../../src/server/sqlite/index.ts'
import type { Store } from '../../src/server/store.ts'
import { manualServerWorld } from '../support/manual-server-world.ts'

const USER = 'ada'
const folder = mkdtempSync(join(tmpdir(), 'sqlite-restore-'))
let files = 0
afterAll(() => rmSync(folder, { recursive: true }))

const newPath = (): string => join(folder, `${++files}.db`)
const tick = (store: Store, user = USER) => store.append(user, [{ type: 'app.tick', data: null }])

function opened(path: string, options?: Parameters<typeof sqliteStore>[1]): Store {
  const store = sqliteStore(path, options)
  onTestFinished(() => store.close().catch(() => {}))
  return store
}

/** The epoch of a file as its next process finds it. */
async function epochOf(path: string): Promise<string> {
  const store = sqliteStore(path)
  const { epoch } = await store.head(USER)
  await store.close()
  return epoch
}

/** A closed file with one entry, and its epoch. */
async function written(path: string): Promise<string> {
  const store = sqliteStore(path)
  const { epoch } = await tick(store)
  await store.close()
  return epoch
}

describe('a file', () => {
  test('[LOG2] without its stamp, as after a move to another machine, is a new incarnation', async () => {
    const path = newPath()
    const epoch = await written(path)
    const elsewhere = newPath()
    copyFileSync(path, elsewhere)
    expect(await epochOf(elsewhere)).not.toBe(epoch)
  })

  test('[LOG2] put back together with its stamp looks like a restart; without the stamp it does not', async () => {
    const path = newPath()
    const epoch = await written(path)
    const image = newPath()
    copyFileSync(path, image)
    copyFileSync(`${path}-stamp`, `${image}-stamp`)
    expect(await epochOf(image)).toBe(epoch)
    rmSync(`${image}-stamp`)
    expect(await epochOf(image)).not.toBe(epoch)
  })

  test.each(['', 'who knows\n', 'an-id 12\n'])('[LOG2] whose stamp says %j is a new incarnation, and then keeps it', async nonsense => {
    const path = newPath()
    const epoch = await written(path)
    writeFileSync(`${path}-stamp`, nonsense)
    const after = await epochOf(path)
    expect(after).not.toBe(epoch)
    expect(await epochOf(path)).toBe(after)
  })

  test('[LOG2] of another store beside this stamp is a new incarnation, however many steps it did', async () => {
    const [path, other] = [newPath(), newPath()]
    await written(path)
    const store = sqliteStore(other)
    for (let count = 0; count < 20; count++) await tick(store)
    const { epoch } = await store.head(USER)
    await store.close()
    renameSync(other, path)
    expect(await epochOf(path)).not.toBe(epoch)
  })

  test('[LOG2] that lost its latest steps with its write-ahead log is a new incarnation', async () => {
    const path = newPath()
    await written(path)
    const store = sqliteStore(path)
    const { epoch } = await tick(store)
    copyFileSync(path, `${path}.main`)
    await store.close()
    renameSync(`${path}.main`, path)
    expect(await epochOf(path)).not.toBe(epoch)
  })

  test('[LOG2] killed between a commit and its stamp is the same', async () => {
    const path = newPath()
    await written(path)
    const early = readFileSync(`${path}-stamp`, 'utf8')
    const epoch = await written(path)
    writeFileSync(`${path}-stamp`, early)
    expect(await epochOf(path)).toBe(epoch)
  })

  test('[LOG2] reached by a link has its stamp beside itself', async () => {
    const path = newPath()
    const link = newPath()
    const epoch = await written(path)
    symlinkSync(path, link)
    expect(await epochOf(link)).toBe(epoch)
    expect(existsSync(`${link}-stamp`)).toBe(false)
  })

  test('[STORE2] that is only read counts no step, so that its neighbours are not woken', async () => {
    const world = manualServerWorld()
    const path = newPath()
    const [one, other] = [opened(path, { world }), opened(path, { world })]
    await world.advance(100)
    let wakes = 0
    other.watchWork(() => wakes++)
    await one.cancel(USER, { id: 'nobody' })
    await one.claim(['chat'], 30_000)
    await world.advance(100)
    expect(wakes).toBe(0)
  })
})

describe('a file put back while stores are open', () => {
  /** Two stores on one file, one of which wrote after the copy that `putBack` puts back. */
  async function bench() {
    const world = manualServerWorld()
    const path = newPath()
    const copy = newPath()
    const [one, other] = [opened(path, { world }), opened(path, { world })]
    await tick(one)
    const database = new DatabaseSync(path)
    await backup(database, copy)
    database.close()
    const lost = await tick(one)
    await tick(one)
    await world.advance(100)
    async function putBack() {
      const source = new DatabaseSync(copy)
      await backup(source, path)
      source.close()
    }
    return { world, one, other, lost, putBack }
  }

  test('[LOG2] is noticed by the next step, before it does anything', async () => {
    const { one, lost, putBack } = await bench()
    await putBack()
    expect((await tick(one)).epoch).not.toBe(lost.epoch)
  })

  test('[LOG2] is noticed by the next step of a neighbour that wrote nothing itself', async () => {
    const { other, lost, putBack } = await bench()
    await putBack()
    expect((await tick(other)).epoch).not.toBe(lost.epoch)
  })

  test('[LOG2] wakes every watcher within a poll, and all agree on the new epoch', async () => {
    const { world, one, other, lost, putBack } = await bench()
    await putBack()
    const woken: string[] = []
    one.watch('bob', () => woken.push('one'))
    other.watch('bob', () => woken.push('other'))
    await world.advance(100)
    expect(new Set(woken)).toEqual(new Set(['one', 'other']))
    // Each may have found it before it saw that the other had.
    await world.advance(200)
    const [mine, theirs] = [await one.head(USER), await other.head(USER)]
    expect(mine).toEqual(theirs)
    expect(mine.epoch).not.toBe(lost.epoch)
  })
})

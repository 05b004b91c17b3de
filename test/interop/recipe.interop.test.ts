// The page and the server of docs/SERVERS.md as they stand there: a task whose answer is lost with the link, or to the moment before it, is told once.
import { expect, test } from 'vitest'
import { machineClock } from '../../demo/clock-world.ts'
import { startFaultProxy } from '../../demo/proxy/proxy.ts'
import { plain } from '../../src/client/dialects/index.ts'
import { FLAVOURS, flavourNeeds } from './support/flavours.ts'
import { openPage } from './support/pages.ts'
import { freePort, start } from './support/processes.ts'
import { argsOf, EXAMPLES } from './support/reference.ts'
import { describeWith, PYTHON } from './support/tools.ts'

/** The page of docs/SERVERS.md word for word, but that a test has no page whose address the two begin with. */
const recipeAt = (place: string) =>
  plain.taskNotifications({
    encode: command => (command.type === 'submit' ? { type: 'task', id: command.id, text: command.input } : null),
    reconcile: async (ids, { signal }) => (await fetch(`${place}/tasks?user=ada&ids=${ids.join()}`, { signal })).json(),
  })

const WITHIN = { timeout: 20_000 }

/** What the server itself has of ada's task. */
async function statusAt(port: number, id: string): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${port}/tasks/${id}?user=ada`)
  return ((await answer.json()) as { readonly status?: string }).status
}

describeWith(flavourNeeds, 'the recipe of docs/SERVERS.md', () => {
  test.concurrent.each(FLAVOURS)('[PLAIN1] on %s tells each end once, whether the socket brought it or REST', async flavour => {
    const port = await freePort()
    const env = { PYTHONPATH: EXAMPLES, PYTHONDONTWRITEBYTECODE: '1' }
    await using program = await start({ command: PYTHON, args: argsOf(flavour, port, 'plain_after:app'), env, port })
    const proxy = await startFaultProxy({ port: 0, target: () => port, clock: machineClock })
    const place = `http://127.0.0.1:${proxy.port}`
    using page = openPage({ url: `${place}/ws/ada`, identity: 'ada', dialect: recipeAt(place) })
    const { socket, notifications } = page
    const endOf = (key: string) => socket.store.tasks().find(task => task.key === key)
    await page.until(() => socket.store.status().freshness === 'live')

    const first = socket.submit('task', 'over the socket')
    expect((await first.settled).outcome).toBe('unconfirmed')
    await page.until(() => notifications.length === 1)
    expect(endOf(first.id)).toMatchObject({ id: first.id, input: 'over the socket', status: 'succeeded', result: 'OVER THE SOCKET' })

    const second = socket.submit('task', 'over REST')
    await expect.poll(() => statusAt(port, second.id), WITHIN).toBe('processing')
    await proxy.apply({ mode: 'refuse' })
    await expect.poll(() => statusAt(port, second.id), WITHIN).toBe('completed')
    expect([notifications.length, socket.store.status()]).toMatchObject([1, { state: 'reconnecting', freshness: 'stale' }])
    await proxy.apply({ mode: 'pass' })
    await page.until(() => notifications.length === 2 && socket.store.status().freshness === 'live')
    expect(endOf(second.id)).toMatchObject({ id: second.id, input: 'over REST', status: 'succeeded', result: 'OVER REST' })

    // What this server has no word for is refused, and its user told so, not lost in silence.
    expect(await socket.cancelTask(second.id).settled).toMatchObject({ outcome: 'rejected' })
    expect({ told: notifications.map(({ taskId }) => taskId), said: program.output() }).toMatchObject({ told: [first.id, second.id] })
    await proxy.close()
  })
})

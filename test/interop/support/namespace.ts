// A network namespace of a test's own: a machine at the other end of a cable, on which packets can be dropped without a word to either side.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { programPath, type Need } from './tools.ts'

const run = promisify(execFile)

export const namespaceNeeds: readonly Need[] = ['root', { program: 'ip' }, { program: 'iptables' }, { program: 'ss' }]

export interface Namespace extends AsyncDisposable {
  /** What runs a command inside. */
  readonly within: readonly string[]
  /** The address of the far end, where a server inside listens. */
  readonly host: string
  /** Packets of the connections that are open to this port are dropped at the far end, as by a router that forgot them; new ones pass. */
  dropOpen(port: number): Promise<void>
  /** The far end of the cable goes down: the near end cannot tell. */
  unplug(): Promise<void>
  heal(): Promise<void>
}

const COMMAND_MS = 10_000
let count = 0

export async function createNamespace(): Promise<Namespace> {
  count += 1
  const name = `rs${process.pid.toString(36)}x${count}`
  const [near, far] = [`${name}n`, `${name}f`]
  const [nearHost, host] = [1, 2].map(end => `10.213.${process.pid % 256}.${(count % 63) * 4 + end}`) as [string, string]
  const ip = async (...args: readonly string[]) => (await run(programPath('ip'), [...args], { timeout: COMMAND_MS })).stdout
  const inside = (...args: readonly string[]) => ip('netns', 'exec', name, ...args)
  const drop = async (chain: 'INPUT' | 'OUTPUT', ...match: readonly string[]) =>
    void (await inside(programPath('iptables'), '-w', '-A', chain, ...match, '-j', 'DROP'))
  const remove = async () => {
    await ip('link', 'del', near).catch(() => {})
    await ip('netns', 'del', name)
  }

  await ip('netns', 'add', name)
  try {
    await ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name)
    await ip('addr', 'add', `${nearHost}/30`, 'dev', near)
    await ip('link', 'set', near, 'up')
    await inside(programPath('ip'), 'addr', 'add', `${host}/30`, 'dev', far)
    await inside(programPath('ip'), 'link', 'set', far, 'up')
    await inside(programPath('ip'), 'link', 'set', 'lo', 'up')
  } catch (error) {
    await remove()
    throw error
  }
  return {
    within: [programPath('ip'), 'netns', 'exec', name],
    host,
    async dropOpen(port) {
      for (const peer of peersOf(await inside(programPath('ss'), '-Htn', 'state', 'established', 'sport', '=', `:${port}`))) {
        await drop('INPUT', '-p', 'tcp', '--sport', peer)
        await drop('OUTPUT', '-p', 'tcp', '--dport', peer)
      }
    },
    unplug: async () => void (await inside(programPath('ip'), 'link', 'set', far, 'down')),
    async heal() {
      await inside(programPath('iptables'), '-w', '-F')
      await inside(programPath('ip'), 'link', 'set', far, 'up')
    },
    [Symbol.asyncDispose]: remove,
  }
}

/** The peers' ports in what `ss` prints: queues, own address, peer's address. */
const peersOf = (listing: string): readonly string[] =>
  listing.split('\n').flatMap(line => /\S+\s+\S+\s+\S+\s+\S+:(\d+)/.exec(line)?.[1] ?? [])

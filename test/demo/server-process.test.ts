// The life of a real child process: started, asked, killed, crashed, late.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { machineClock } from '../../demo/clock-world.ts'
import { SUPERVISOR } from '../../demo/limits.ts'
import { createServerProcess, type ServerProcess } from '../../demo/supervisor/server-process.ts'
import { handClock } from './hand-clock.ts'

let folder: string
let server: ServerProcess | undefined
let states: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-process-'))
  states = []
})

afterEach(async () => {
  await server?.kill()
  rmSync(folder, { recursive: true })
})

const STAYS = 'setInterval(() => {}, 1000);'
const LISTENS = `process.send({ type: 'listening', port: 1234 });${STAYS}`

function program(source: string, clock = machineClock): ServerProcess {
  const path = join(folder, 'program.mjs')
  writeFileSync(path, source)
  const started = createServerProcess({
    program: path,
    args: () => [],
    clock,
    output: 'err',
    onChange: () => states.push(started.info().state),
  })
  server = started
  return started
}

test('it runs once it names its port', async () => {
  const process = program(LISTENS)
  await process.start()
  expect([process.info().state, process.port(), states]).toEqual(['running', 1234, ['starting', 'running']])
})

test('a second start is none', async () => {
  const process = program(LISTENS)
  await Promise.all([process.start(), process.start()])
  expect(process.info().starts).toBe(1)
})

test('killed is SIGKILL: a program that ignores SIGTERM is gone', async () => {
  const process = program(`process.on('SIGTERM', () => {});${LISTENS}`)
  await process.start()
  await process.kill()
  expect([process.info().state, process.info().pid, process.port()]).toEqual(['killed', null, null])
})

test('stopped politely it may finish', async () => {
  const process = program(`process.on('SIGTERM', () => process.exit(0));${LISTENS}`)
  await process.start()
  await process.stop()
  expect(states).toEqual(['starting', 'running', 'stopping', 'stopped'])
})

test('a program that does not stop is killed after the grace', async () => {
  const { clock, advance, waiting } = handClock()
  const process = program(`process.on('SIGTERM', () => {});${LISTENS}`, clock)
  await process.start()
  const stopped = process.stop()
  await expect.poll(() => waiting()).toBe(1)
  advance(SUPERVISOR.graceMs)
  await stopped
  expect(process.info().pid).toBe(null)
})

test('a program that ends by itself has crashed, and can be started again', async () => {
  const process = program(`process.send({ port: 1 }, () => process.exit(1))`)
  await process.start()
  await expect.poll(() => process.info().state).toBe('crashed')
  await process.start()
  expect(process.info().starts).toBe(2)
})

test('a program that ends before it listens fails the start', async () => {
  await expect(program('process.exit(1)').start()).rejects.toThrow('ended before it listened')
})

test('a program that never listens fails the start in time', async () => {
  const { clock, advance, waiting } = handClock()
  const started = program(STAYS, clock).start()
  await expect.poll(() => waiting()).toBe(1)
  advance(SUPERVISOR.startMs)
  await expect(started).rejects.toThrow('did not listen within')
})

// The rules of the simulation, each by the shortest story that shows it; test/mutants/simulated.ts names the fault that each one finds.
import { describe, expect, test } from 'vitest'
import { brokenBy, type Line } from './stories.ts'

describe('whatever happens,', () => {
  test('[LOG5] a lost hint delays by 15 s at most, and loses nothing', async () => {
    expect(await brokenBy(1, [])).toEqual([])
  })

  test('[HEDGE1] a page holds one socket, and in doubt one more beside it: what it leaves it hangs up', async () => {
    const story = [20_000, 60_000, 100_000].map((at): Line => [at, 'half-open', 0, 0, 1, 0.9])
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[SEND3] a half-open link is noticed within 3 s of a send', async () => {
    const story = [
      [16_000, 'half-open', 0, 0, 1, 0.9],
      [16_100, 'send', 0, 0, 1, 0.1],
    ] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test("[LIFE3] a half-open link is noticed within 2.5 s of the user's return", async () => {
    const story = [
      [20_000, 'half-open', 0, 0, 1, 0.9],
      [21_000, 'resume', 0, 0, 1, 0.5],
    ] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[LIFE2] a half-open link is noticed within 7 s while a task runs', async () => {
    const story = [
      [20_000, 'outside-task', 0, 45_000, 1, 0.5],
      [21_000, 'half-open', 0, 0, 1, 0.9],
    ] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[AUTH3] a token that never comes holds no dial for longer than 10 s', async () => {
    const story = [
      [20_000, 'token', 0, 30_000, 1, 0.3],
      [20_100, 'reload', 0, 500, 1, 0.1],
    ] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[BACK1] a user who presses the button for ever dials twenty times a minute', async () => {
    expect(await brokenBy(1, [[20_000, 'impatient', 0, 30_000, 1, 0.1]])).toEqual([])
  })

  test('[SEND5] a process that dies between the claim of a command and its receipt does not make it run twice', async () => {
    const story = [
      [20_000, 'kill-mid-op', 0, 20_000, 10, 0.1],
      [20_100, 'send', 0, 0, 1, 0.7],
    ] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[SEND1] a socket that is disposed of settles what it was asked to send', async () => {
    const story = [
      [20_000, 'half-open', 0, 0, 1, 0.9],
      [20_100, 'send', 0, 0, 1, 0.1],
      [20_200, 'dispose', 0, 1_000, 1, 0.1],
    ] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[TASK3] what a worker said to the store before its lease was over changes nothing when it arrives after', async () => {
    expect(await brokenBy(1, [[20_000, 'late-writes', 0, 20_000, 1, 0.1]])).toEqual([])
  })

  test('[TASK3] a task whose process died ends all the same', async () => {
    const story = [
      [20_000, 'submit', 0, 0, 1, 0.1],
      [20_300, 'kill', 0, 20_000, 0, 0.5],
      [20_300, 'kill', 0, 20_000, 1, 0.5],
    ] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[LOG3] a log that is trimmed amid its own replay is not taken for whole', async () => {
    expect(await brokenBy(1, [[20_000, 'trim-replay', 0, 20_000, 10, 0.1]])).toEqual([])
  })

  test('[SNAP2] a socket that dies between two parts of a snapshot leaves nothing half applied', async () => {
    const story = [
      [20_000, 'many-tasks', 0, 0, 10, 0.1],
      [26_000, 'cut-parts', 0, 20_000, 1, 0.1],
    ] as const
    expect(await brokenBy(1, story)).toEqual([])
  })
})

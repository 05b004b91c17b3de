// What seeds found, kept by name; and that a seed plays the same story for ever.
import { describe, expect, test } from 'vitest'
import { type Action, simulate } from '../../src/testing/index.ts'

test('[LOG1] the same seed plays the same simulation, to the frame', async () => {
  const lines = async (seed: number) => {
    const heard: string[] = []
    const { stats } = await simulate({ seed, trace: line => void heard.push(line) })
    return { heard, stats }
  }
  expect(await lines(7)).toEqual(await lines(7))
})

describe('found by a seed, and kept', () => {
  const line = ([at, kind, page, ms, size, roll]: readonly [number, string, number, number, number, number]): Action => ({
    at,
    kind,
    page,
    ms,
    size,
    roll,
  })

  test.each([
    [
      '[TASK4] what a lost history had told happens again, and is listed though not told',
      185,
      [line([3162, 'submit', 0, 0, 5, 0.632]), line([35759, 'restore', 0, 0, 3, 0.095])],
    ],
    ['[AUTH1] a cursor is never proved against the log of another user', 94, [line([7225, 'switch-user', 0, 0, 10, 0.965])]],
    [
      '[SEND6] a command whose claim was lost with its history is not executed by the one who waited for that claim',
      571,
      [line([7387, 'send', 2, 0, 1, 0.782]), line([7668, 'kill', 1, 5500, 2, 0.583]), line([15388, 'wipe', 0, 0, 4, 0.736])],
    ],
    [
      '[LOG2] a loss after a restore does not bring back the epoch from before the restore',
      21470,
      [
        line([77806, 'outside-task', 0, 3817, 5, 0.719]),
        line([83118, 'stall', 0, 30120, 5, 0.583]),
        line([95436, 'hang', 2, 4148, 9, 0.411]),
        line([124407, 'send', 2, 0, 3, 0.784]),
        line([124527, 'restore', 1, 0, 1, 0.812]),
        line([125968, 'silent-loss', 0, 0, 3, 0.704]),
        line([128006, 'half-open', 2, 0, 7, 0.166]),
      ],
    ],
  ])('%s', async (_, seed, story) => {
    expect((await simulate({ seed, story })).violations).toEqual([])
  })
})

// What seeds found, kept by name; and that a seed plays the same story for ever.
import { describe, expect, test } from 'vitest'
import { simulate } from '../../src/testing/index.ts'
import { brokenBy, type Line } from './stories.ts'

test('[LOG1] the same seed plays the same simulation, to the frame', async () => {
  const lines = async (seed: number) => {
    const heard: string[] = []
    const { stats } = await simulate({ seed, trace: line => void heard.push(line) })
    return { heard, stats }
  }
  expect(await lines(7)).toEqual(await lines(7))
})

describe('found by a seed, and kept:', () => {
  test('[TASK4] what a lost history had told happens again, and is listed though not told', async () => {
    const story: readonly Line[] = [
      [3162, 'submit', 0, 0, 5, 0.632],
      [35759, 'restore', 0, 0, 3, 0.095],
    ]
    expect(await brokenBy(185, story)).toEqual([])
  })

  test('[TASK4] what a page that was disposed of had told stays told for the page that goes on with its state', async () => {
    const story: readonly Line[] = [
      [3901, 'late-writes', 2, 26786, 9, 0.111],
      [30146, 'notify', 0, 0, 6, 0.136],
      [43197, 'dispose', 2, 1733, 2, 0.229],
      [44012, 'restore', 1, 0, 4, 0.73],
    ]
    expect(await brokenBy(2346, story)).toEqual([])
  })

  test('[AUTH1] a cursor is never proved against the log of another user', async () => {
    expect(await brokenBy(94, [[7225, 'switch-user', 0, 0, 10, 0.965]])).toEqual([])
  })

  test('[SNAP3] a page that goes on with the state of a lost history shows it no longer than its questions take', async () => {
    const story: readonly Line[] = [
      [2738, 'outside-task', 0, 508, 9, 0.233],
      [18179, 'wipe', 2, 0, 4, 0.103],
      [23205, 'trail', 2, 23335, 3, 0.529],
      [23868, 'submit', 0, 0, 4, 0.203],
      [26627, 'close-page', 2, 3946, 7, 0.521],
      [37067, 'drop-frame', 2, 0, 10, 0.635],
      [38122, 'offline', 0, 3975, 8, 0.93],
      [41060, 'kill', 1, 1404, 9, 0.672],
      [41529, 'kill', 1, 1885, 4, 0.268],
      [41710, 'wipe', 0, 0, 10, 0.05],
      [43001, 'reject', 1, 15330, 10, 0.672],
      [83144, 'impatient', 0, 1018, 6, 0.884],
      [94345, 'dispose', 0, 10404, 9, 0.55],
    ]
    expect(await brokenBy(10377, story)).toEqual([])
  })

  test('[GAP4] a task that ended while the line was down does not vanish between its receipt and the answer to the ask', async () => {
    const story: readonly Line[] = [
      [29903, 'send', 2, 0, 3, 0.904],
      [30536, 'submit', 2, 0, 3, 0.653],
      [30657, 'stall', 1, 16861, 9, 0.892],
      [31941, 'refuse', 1, 18690, 3, 0.462],
      [37131, 'late-writes', 0, 15558, 7, 0.212],
      [46716, 'many-tasks', 1, 0, 9, 0.197],
      [70398, 'trim', 2, 0, 9, 0.031],
      [71383, 'page-cache', 0, 10951, 9, 0.167],
    ]
    expect(await brokenBy(12829, story)).toEqual([])
  })

  test('[SNAP4] what a send of an earlier page did before the first load of this one is not told as an event', async () => {
    const story: readonly Line[] = [
      [2007, 'submit', 2, 0, 3, 0.308],
      [2278, 'submit', 1, 0, 7, 0.704],
      [2387, 'close-page', 2, 1223, 4, 0.335],
      [8560, 'send', 2, 0, 5, 0.396],
      [45160, 'burst', 2, 0, 5, 0.376],
      [58321, 'burst', 2, 0, 9, 0.663],
      [58873, 'reload', 2, 1030, 5, 0.962],
    ]
    expect(await brokenBy(20049, story)).toEqual([])
  })

  test('[SEND6] a command whose claim was lost with its history is not executed by the one who waited for that claim', async () => {
    const story: readonly Line[] = [
      [7387, 'send', 2, 0, 1, 0.782],
      [7668, 'kill', 1, 5500, 2, 0.583],
      [15388, 'wipe', 0, 0, 4, 0.736],
    ]
    expect(await brokenBy(571, story)).toEqual([])
  })

  test('[KEEP1] a send that is sent again while its removal is committed is not told expired', async () => {
    const story: readonly Line[] = [
      [10641, 'refuse', 2, 29066, 5, 0.683],
      [11292, 'late-writes', 0, 39661, 9, 0.193],
      [28828, 'revoke', 1, 94, 5, 0.471],
      [38440, 'send', 0, 0, 6, 0.588],
      [43446, 'reload', 0, 1441, 4, 0.727],
    ]
    expect(await brokenBy(12865, story)).toEqual([])
  })

  test('[LIFE3] a clock that jumps ahead does not leave the heartbeat asleep', async () => {
    const story: readonly Line[] = [
      [1147, 'revoke', 1, 1413, 7, 0.858],
      [18633, 'send', 0, 0, 1, 0.734],
      [28862, 'clock-forward', 0, 0, 8, 0.361],
    ]
    expect(await brokenBy(124, story)).toEqual([])
  })

  test('[SEND7] a command that ran on one socket is not called too large by a proxy that closes the next with 1009', async () => {
    const story: readonly Line[] = [
      [66562, 'store-slow', 2, 7408, 3, 0.88],
      [69687, 'submit', 2, 0, 2, 0.388],
      [69768, 'reject', 2, 2792, 5, 0.663],
    ]
    expect(await brokenBy(1945, story)).toEqual([])
  })

  test('[LOG2] a loss after a restore does not bring back the epoch from before the restore', async () => {
    const story: readonly Line[] = [
      [77806, 'outside-task', 0, 3817, 5, 0.719],
      [83118, 'stall', 0, 30120, 5, 0.583],
      [95436, 'hang', 2, 4148, 9, 0.411],
      [124407, 'send', 2, 0, 3, 0.784],
      [124527, 'restore', 1, 0, 1, 0.812],
      [125968, 'silent-loss', 0, 0, 3, 0.704],
      [128006, 'half-open', 2, 0, 7, 0.166],
    ]
    expect(await brokenBy(21470, story)).toEqual([])
  })

  test("[SEND3] a user's reconnect after a send does not delay the probe for its receipt", async () => {
    const story: readonly Line[] = [
      [45877, 'outside-task', 1, 43732, 1, 0.825],
      [46076, 'half-open', 2, 0, 1, 0.733],
      [46102, 'revoke', 2, 1667, 9, 0.311],
      [46898, 'cancel-task', 2, 0, 4, 0.978],
    ]
    expect(await brokenBy(10104, story)).toEqual([])
  })

  test('[GAP3] a page is not live while it asks for text that was trimmed before it came back', async () => {
    const story: readonly Line[] = [
      [9462, 'throttle', 2, 51170, 9, 0.935],
      [16021, 'kill', 0, 10485, 7, 0.263],
      [16356, 'submit', 0, 0, 4, 0.571],
      [18262, 'ask', 0, 0, 1, 0.981],
      [24565, 'hide', 0, 38186, 2, 0.066],
      [38859, 'impatient', 0, 13011, 8, 0.173],
      [44397, 'late-writes', 2, 2642, 1, 0.543],
      [55437, 'cancel-send', 0, 0, 5, 0.95],
      [63484, 'impatient', 2, 13708, 6, 0.036],
      [72403, 'hide', 2, 3683, 9, 0.073],
      [76516, 'send', 2, 0, 2, 0.421],
      [86378, 'send', 0, 0, 9, 0.925],
      [86484, 'hang', 0, 16614, 10, 0.819],
      [87924, 'stall', 2, 30815, 3, 0.855],
      [90152, 'submit', 0, 0, 3, 0.4],
    ]
    expect(await brokenBy(500181, story)).toEqual([])
  })

  test('[SEND6] a send in doubt that is sent again under its id is not executed in another history', async () => {
    const story: readonly Line[] = [
      [9960, 'crash-mid-write', 2, 20000, 1, 0],
      [46789, 'wipe', 2, 0, 4, 0.982],
    ]
    expect(await brokenBy(46870, story)).toEqual([])
  })

  test('[SEND4] what a page sends while it takes over sends of an earlier page leaves the outbox within its bound', async () => {
    const story: readonly Line[] = [
      [36388, 'send', 1, 0, 3, 0.642],
      [36430, 'reload', 1, 330, 6, 0.384],
      [36790, 'burst', 1, 0, 2, 0.651],
    ]
    expect(await brokenBy(48342, story)).toEqual([])
  })

  test('[TASK5] a submission that runs again in a new history is answered by its user, and not the task that was lost', async () => {
    const story: readonly Line[] = [
      [53510, 'stall', 1, 35215, 4, 0.534],
      [54950, 'submit', 1, 0, 10, 0.339],
      [55712, 'restore', 1, 0, 4, 0.625],
    ]
    expect(await brokenBy(17595, story)).toEqual([])
  })

  test('[SEND3] a half-open link is noticed within 3 s of a send, though a ping of the idle page is out', async () => {
    const story: readonly Line[] = [
      [754, 'render', 0, 0, 3, 0.349],
      [2334, 'send', 0, 0, 6, 0.095],
      [5236, 'resume', 0, 0, 2, 0.688],
      [9536, 'hang', 0, 500, 1, 0.236],
      [9966, 'outside-task', 2, 2815, 8, 0.382],
      [19996, 'silent-loss', 2, 0, 5, 0.407],
      [23833, 'cancel-task', 0, 0, 4, 0.665],
      [33876, 'notify', 0, 0, 5, 0.219],
      [34837, 'ask', 0, 0, 8, 0.186],
      [36262, 'half-open', 0, 0, 1, 0.281],
      [47930, 'kill', 1, 6874, 4, 0.481],
      [70460, 'offline', 2, 15013, 10, 0.35],
      [70618, 'send', 0, 0, 3, 0.827],
    ]
    expect(await brokenBy(103623, story)).toEqual([])
  })
})

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

  test('[STR1] what is shown of a text is its beginning', async () => {
    const story = [
      [18_925, 'submit', 2, 0, 8, 0.455],
      [33_175, 'late-writes', 0, 5852, 8, 0.785],
      [46_537, 'submit', 0, 0, 7, 0.52],
    ] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[TASK4] what is told once is not told again, though a loss has it happen once more', async () => {
    const story = [
      [51_352, 'ask-dies', 0, 2944, 9, 0.583],
      [51_586, 'submit', 2, 0, 10, 0.127],
      [52_081, 'kill', 0, 7073, 3, 0.694],
      [82_118, 'silent-loss', 0, 0, 9, 0.007],
    ] as const
    expect(await brokenBy(11, story)).toEqual([])
  })

  test('[TASK4] what the first load finds is not told', async () => {
    const story = [
      [10_644, 'token', 0, 269, 6, 0.654],
      [22_853, 'token', 0, 29_763, 6, 0.113],
      [36_835, 'reload', 0, 692, 5, 0.725],
      [44_359, 'submit', 1, 0, 7, 0.518],
    ] as const
    expect(await brokenBy(6, story)).toEqual([])
  })

  test('[GAP4] a page that is live shows what it was told that it did', async () => {
    const story = [
      [19_258, 'burst', 1, 0, 8, 0.263],
      [19_485, 'many-tasks', 1, 0, 9, 0.709],
    ] as const
    expect(await brokenBy(92, story)).toEqual([])
  })

  test('[SEND7] a page that has much to say has 32 commands in flight and no more', async () => {
    const story = [
      [20_000, 'half-open', 1, 0, 1, 0.9],
      [20_100, 'burst', 1, 0, 10, 0.158],
    ] as const
    expect(await brokenBy(33, story)).toEqual([])
  })

  test('[SLOW1] a page is sent no more than its window ahead of its acks', async () => {
    const story = [[30_000, 'many-tasks', 1, 0, 2, 0.121]] as const
    expect(await brokenBy(24, story)).toEqual([])
  })

  test('[SEND4] an outbox of eight takes eight, written or not', async () => {
    const story = [[20_000, 'burst', 1, 0, 4, 0.445]] as const
    expect(await brokenBy(8, story)).toEqual([])
  })

  test('[SEND2] what a socket took with it is sent again on the next one', async () => {
    const story = [
      [14_892, 'send', 2, 0, 6, 0.374],
      [15_060, 'refuse', 2, 25_625, 4, 0.464],
    ] as const
    expect(await brokenBy(5, story)).toEqual([])
  })

  test('[SEND1] a send that ran is not told expired', async () => {
    const story = [
      [33_175, 'late-writes', 0, 5852, 8, 0.785],
      [46_634, 'submit', 2, 0, 5, 0.69],
    ] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[SEND6] what a change of epoch leaves in doubt is told as in doubt', async () => {
    const story = [
      [7367, 'half-open', 1, 0, 5, 0.881],
      [7631, 'impatient', 1, 28_204, 4, 0.72],
      [14_781, 'send', 0, 0, 1, 0.651],
      [41_345, 'restore', 0, 0, 1, 0.596],
    ] as const
    expect(await brokenBy(5, story)).toEqual([])
  })

  test('[GAP1] frames of two sockets overlap, and nothing is applied twice', async () => {
    const story = [[20_000, 'both-deliver', 0, 20_000, 1, 0.1]] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[GAP1] events are heard in the order in which they were appended', async () => {
    expect(await brokenBy(1, [])).toEqual([])
  })

  test('[KEEP1] what a page showed as kept when the browser closed it is found by the next', async () => {
    const story = [
      [12_981, 'trim-ask', 0, 18_164, 8, 0.784],
      [14_892, 'send', 2, 0, 6, 0.374],
      [15_060, 'refuse', 2, 25_625, 4, 0.464],
      [20_643, 'reload', 2, 1012, 10, 0.104],
    ] as const
    expect(await brokenBy(5, story)).toEqual([])
  })

  test('[BACK5] a page that greets a server which has fallen asleep wakes by itself', async () => {
    const story = [
      [132_666, 'close-page', 0, 2561, 9, 0.671],
      [139_676, 'pause', 1, 18_934, 5, 0.927],
    ] as const
    expect(await brokenBy(2, story)).toEqual([])
  })

  test('[BACK4] a page that was disposed of holds no socket', async () => {
    const story = [[20_000, 'dispose', 0, 1000, 1, 0.1]] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[LIFE1] a server lets go of pages that were taken away without a word', async () => {
    const story = [[20_000, 'reload', 0, 1000, 1, 0.9]] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[LIFE1] a server that hears nothing for 45 s hangs up, though the page hears it well', async () => {
    const words = Array.from({ length: 30 }, (_, index): Line => [20_000 + 3_000 * index, 'server-event', 0, 0, 1, 0.5])
    expect(await brokenBy(1, [[21_000, 'half-open', 0, 0, 1, 0.1], ...words])).toEqual([])
  })

  test('[TASK4] what a snapshot brings that is new is told', async () => {
    const story = [
      [54_770, 'send', 2, 0, 4, 0.191],
      [123_682, 'submit', 0, 0, 3, 0.25],
      [125_093, 'reject', 2, 3089, 2, 0.378],
      [128_751, 'trim', 0, 0, 2, 0.472],
    ] as const
    expect(await brokenBy(2, story)).toEqual([])
  })

  test('[LOG2] a log that lost its end, and grew again before anyone resumed, is not taken for the old one', async () => {
    const story = [
      [22_460, 'notify', 1, 0, 4, 0.903],
      [26_902, 'silent-loss', 2, 0, 1, 0.213],
      [28_298, 'send', 1, 0, 1, 0.125],
    ] as const
    expect(await brokenBy(3, story)).toEqual([])
  })

  test('[SNAP3] a task that ended while a hundred newer ones did is asked for, since no snapshot names it', async () => {
    const story = [
      [50_000, 'outside-task', 0, 10_000, 1, 0.5],
      [51_000, 'close-page', 0, 25_000, 1, 0],
      [65_000, 'many-tasks', 0, 0, 10, 0.1],
      [72_000, 'trim', 0, 0, 2, 0.1],
    ] as const
    expect(await brokenBy(2, story)).toEqual([])
  })

  test('[HEDGE1] a suspect whose candidate dies in silence as well is given up in time', async () => {
    const story = [[20_000, 'both-die', 0, 20_000, 1, 0]] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[SEND1] a page that is taken away while it writes leaves no send that seems unwritten', async () => {
    const story = [[20_000, 'crash-mid-write', 0, 20_000, 1, 0]] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[KEEP1] a page that is taken away while a send is cancelled has not told so too early', async () => {
    const story = [[20_000, 'crash-mid-cancel', 0, 20_000, 1, 0]] as const
    expect(await brokenBy(1, story)).toEqual([])
  })

  test('[AUTH1] what was sent as one user does not run as the one who signed in meanwhile', async () => {
    const story = [
      [20_000, 'refuse', 1, 10_000, 1, 0.1],
      [21_000, 'send', 1, 0, 1, 0.1],
      [22_000, 'switch-user', 1, 0, 1, 0.1],
    ] as const
    expect(await brokenBy(2, story)).toEqual([])
  })

  test('[LIFE3] no machine is woken for what was due long ago, and again for that', async () => {
    expect(await brokenBy(1, [])).toEqual([])
  })
})

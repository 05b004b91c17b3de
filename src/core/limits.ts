// Every bound and instant-to-be of the client's machine, by name. Defaults a user may change are in settings.ts.

/** Durations, ms. */
export const TIMES: {
  readonly tokenMs: number
  readonly dialMs: number
  readonly httpProbeMs: number
  readonly welcomeMs: number
  readonly stableMs: number
  readonly pingFloorMs: number
  readonly pongFloorMs: number
  readonly idlePongFloorMs: number
  readonly probeFloorMs: number
  readonly pongCapMs: number
  readonly catchUpPongMs: number
  readonly receiptCapMs: number
  readonly idleLimitFloorMs: number
  readonly idleToleranceMs: number
  readonly lateWakeMs: number
  readonly suspectMs: number
  readonly hedgeSpreadMs: number
  readonly hedgeRestMs: number
  readonly hedgeMemoryMs: number
  readonly hedgedCapMs: number
  readonly hintDialGapMs: number
  readonly ackMs: number
  readonly awaitMs: number
  readonly awaitEpochMs: number
  readonly offlineNoticeMs: number
  readonly slowBaseMs: number
  readonly slowCapMs: number
  readonly brakeMs: number
  readonly tokenSpareMs: number
  readonly askTtlMs: number
  readonly ttlCapMs: number
  readonly lingerMs: number
} = {
  tokenMs: 10_000,
  dialMs: 10_000,
  httpProbeMs: 5_000,
  welcomeMs: 5_000,
  stableMs: 5_000,
  pingFloorMs: 1_000,
  pongFloorMs: 1_000,
  idlePongFloorMs: 3_000,
  probeFloorMs: 500,
  pongCapMs: 5_000,
  catchUpPongMs: 10_000,
  receiptCapMs: 2_500,
  idleLimitFloorMs: 2_000,
  idleToleranceMs: 200,
  lateWakeMs: 1_000,
  suspectMs: 8_000,
  hedgeSpreadMs: 500,
  hedgeRestMs: 60_000,
  hedgeMemoryMs: 300_000,
  hedgedCapMs: 30_000,
  hintDialGapMs: 1_000,
  ackMs: 1_000,
  awaitMs: 2_000,
  // A server looks every 15 s whether its history was replaced, and says so.
  awaitEpochMs: 17_000,
  offlineNoticeMs: 500,
  slowBaseMs: 10_000,
  slowCapMs: 300_000,
  brakeMs: 60_000,
  tokenSpareMs: 30_000,
  askTtlMs: 60_000,
  ttlCapMs: 3_600_000,
  lingerMs: 500,
}

/** Counts and bytes. */
export const BOUNDS: {
  readonly dialsPerBrake: number
  readonly hedgesPerMinute: number
  readonly hedgesPerHour: number
  readonly briefRetries: number
  readonly failuresToProbe: number
  readonly failuresPerProbe: number
  readonly ackFrames: number
  readonly ackBytes: number
  readonly inFlight: number
  readonly asksInFlight: number
  readonly asks: number
  readonly tasks: number
  readonly recentTasks: number
  readonly notifications: number
  readonly remembered: number
  readonly dismissed: number
  readonly bookkeepingEntries: number
  readonly bookkeepingBytes: number
  readonly endedEntries: number
  readonly endedBytes: number
  readonly awaited: number
  readonly snapshotParts: number
  readonly flightEntries: number
  readonly flightBytes: number
} = {
  dialsPerBrake: 20,
  hedgesPerMinute: 2,
  hedgesPerHour: 10,
  briefRetries: 3,
  failuresToProbe: 2,
  failuresPerProbe: 4,
  ackFrames: 32,
  ackBytes: 64 * 1024,
  inFlight: 32,
  asksInFlight: 8,
  asks: 600,
  tasks: 500,
  recentTasks: 16,
  notifications: 200,
  remembered: 1_000,
  dismissed: 200,
  bookkeepingEntries: 32,
  bookkeepingBytes: 16 * 1024,
  endedEntries: 100,
  endedBytes: 1024 * 1024,
  awaited: 132,
  snapshotParts: 4_096,
  flightEntries: 500,
  flightBytes: 1024 * 1024,
}

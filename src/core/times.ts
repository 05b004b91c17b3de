// Every duration of the client's machine, ms. Defaults a user may change are in settings.ts.

export const tokenMs = 10_000
export const dialMs = 10_000
export const httpProbeMs = 5_000
export const welcomeMs = 5_000
export const stableMs = 5_000
export const pingFloorMs = 1_000
export const pongFloorMs = 1_000
export const idlePongFloorMs = 3_000
export const probeFloorMs = 500
export const pongCapMs = 5_000
export const catchUpPongMs = 10_000
export const receiptCapMs = 2_500
export const idleLimitFloorMs = 2_000
export const idleToleranceMs = 200
export const lateWakeMs = 1_000
export const suspectMs = 8_000
export const hedgeSpreadMs = 500
export const hedgeRestMs = 60_000
export const hedgeMemoryMs = 300_000
export const hedgedCapMs = 30_000
export const hintDialGapMs = 1_000
export const ackMs = 1_000
export const awaitMs = 2_000
// A server looks every 15 s whether its history was replaced, and says so.
export const awaitEpochMs = 17_000
export const offlineNoticeMs = 500
export const slowBaseMs = 10_000
export const slowCapMs = 300_000
export const brakeMs = 60_000
export const tokenSpareMs = 30_000
export const askTtlMs = 60_000
export const ttlCapMs = 3_600_000
export const lingerMs = 500

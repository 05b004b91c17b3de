// Every bound of the client's machine, in counts and bytes. Durations are in times.ts, defaults a user may change in settings.ts.

export const dialsPerBrake = 20
export const hedgesPerMinute = 2
export const hedgesPerHour = 10
export const briefRetries = 3
export const failuresToProbe = 2
export const failuresPerProbe = 4
export const ackFrames = 32
export const ackBytes: number = 64 * 1024
export const inFlight = 32
export const asksInFlight = 8
export const asks = 600
export const tasks = 500
export const recentTasks = 16
export const notifications = 200
export const remembered = 1_000
export const dismissed = 200
export const bookkeepingEntries = 32
export const bookkeepingBytes: number = 16 * 1024
export const endedEntries = 100
export const endedBytes: number = 1024 * 1024
export const awaited = 132
export const snapshotParts = 4_096
export const flightEntries = 500
export const flightBytes: number = 1024 * 1024

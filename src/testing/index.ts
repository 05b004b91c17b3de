// The entry `resilient-socket/testing`: a network, a clock and a server in memory, all of them seeded, for tests of applications and of this library.
export type { Action } from './acts.ts'
export { type Chance, createChance } from './chance.ts'
export { type Clock, createClock } from './clock.ts'
export { type CoverageCounts, emptyCells, emptyStrikes, merge, noCounts } from './coverage.ts'
export { createFakeServer, type FakeServer, type FakeServerOptions } from './fake-server.ts'
export type { FakePage } from './fake-page.ts'
export { createHost, type Host } from './host.ts'
export type { Violation } from './invariants.ts'
export { SIMULATED, SIMULATED_BOUNDS } from './limits.ts'
export { createPageNetwork, type Dialing, type PageLine, type PageNetwork, type PageNetworkOptions } from './network.ts'
export type { Line } from './pipe.ts'
export { keepRealTime } from './real-time-world.ts'
export { type FlightOutcome, type Replay, replayFlight } from './replay-flight.ts'
export { createRewindableStore, type RewindableOptions, type RewindableStore } from './rewindable-store.ts'
export { type Result, simulate, type SimulateOptions, tell } from './run.ts'
export { type Setting, settingOf, tabSettingOf } from './setting.ts'
export { report, shrink, type Shrunk } from './shrink.ts'
export {
  type ClientWorld,
  type ClientWorldOptions,
  createClientWorld,
  createServerWorld,
  createStoreWorld,
  turn,
} from './simulated-world.ts'
export { storyOf, tabStoryOf } from './story.ts'
export type { Cut, Peer, Tap, Way, Wire } from './wire.ts'

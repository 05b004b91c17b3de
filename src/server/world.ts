// The server's only door to clock, chance and timers. node-world.ts implements it; the simulated world does for tests.

export interface ServerWorld {
  /** Epoch ms. */
  now(): number
  /** Uniform in [0, 1). */
  roll(): number
  /** A random id of `[A-Za-z0-9_-]`, 21 long. */
  id(): string
  /** Runs `run` once at `instant` (epoch ms). Returns a cancel. The timer never keeps the process alive. */
  at(instant: number, run: () => void): () => void
}

// One run at a time, and once more if it was wanted again meanwhile: a wake during a run is never lost, and never piles up.

export function createRounds(run: () => Promise<void>): () => Promise<void> {
  let wanted = 0
  let going: Promise<void> | null = null

  async function go(): Promise<void> {
    for (let seen = 0; seen !== wanted;) {
      seen = wanted
      await run()
    }
  }

  return () => {
    wanted++
    going ??= go().finally(() => (going = null))
    return going
  }
}

// Within act() React renders once, however often it is told: what counts renders must run without it.
const environment = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }

export async function withoutAct(run: () => Promise<void>): Promise<void> {
  environment.IS_REACT_ACT_ENVIRONMENT = false
  try {
    await run()
  } finally {
    environment.IS_REACT_ACT_ENVIRONMENT = true
  }
}

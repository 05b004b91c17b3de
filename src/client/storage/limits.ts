// Every bound of what is kept beyond the page, by name. Durations are ms.

/** How long the first dial waits for what is stored. */
export const loadMs = 1_000
/** A commit that takes longer is not waited for: the page goes on in memory. */
export const commitMs = 1_000
/** The state is written this often at most; and never for more than a ninth of the time. */
export const stateMs = 250
export const restFactor = 8
/** After a failure, until it is tried again. */
export const retryMs = 30_000
/** How often a page looks for the sends of pages that are gone. */
export const adoptMs = 10_000
/** Sends of a user who did not come back go when their time has been over for so long. */
export const orphanMs = 86_400_000
/** Characters of the state's JSON text. */
export const stateLength: number = 2 * 1024 * 1024
/** Of JSON text: a command, and what the server said of it. */
export const entryBytes: number = 1_280 * 1024
export const asks = 600

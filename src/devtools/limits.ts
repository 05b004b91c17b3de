// How much the devtools show, and keep of what is heard.

export const transitions = 100
export const tasks = 50
export const misfits = 20
export const reasons = 5
export const reasonChars = 200
/** A longer fact has a line of its own. */
export const factChars = 24

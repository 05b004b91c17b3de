// Every bound of the HTTP agent and of the bridge to TanStack Query, by name.

export const tries = 4
/** Characters of a server's own words that an error repeats. */
export const detail = 300
export const rowsPerPage = 50

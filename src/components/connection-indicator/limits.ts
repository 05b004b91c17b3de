// Bounds of the indicator, by name; it is a prop too.

/** How long a change must last before it is shown. */
export const STEADY_MS = 300

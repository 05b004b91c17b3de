// Bounds of the button, by name; both are its props.

export const pendingMinMs = 600
export const cooldownMs = 1_000

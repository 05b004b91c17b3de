// Bounds of the button, by name; both are its props.

export const BUTTON_TIMES: { readonly pendingMinMs: number; readonly cooldownMs: number } = { pendingMinMs: 600, cooldownMs: 1_000 }

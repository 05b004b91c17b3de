// The local time of an instant in digits. No format of Intl writes it, for that takes milliseconds to make, and a chat wants its first days at once.

/** 2026-06-03 14:02 */
export function localTime(at: number): string {
  const shifted = at - new Date(at).getTimezoneOffset() * 60_000
  return new Date(shifted).toISOString().slice(0, 16).replace('T', ' ')
}

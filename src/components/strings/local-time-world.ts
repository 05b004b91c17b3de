// The local time of an instant in digits. Written out, for a format of Intl takes milliseconds to make, and a chat wants its first days at once.

/** 2026-06-03 14:02 */
export function localTime(at: number): string {
  const date = new Date(at)
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(inDigits).join('-')
  return `${day} ${[date.getHours(), date.getMinutes()].map(inDigits).join(':')}`
}

function inDigits(value: number): string {
  return String(value).padStart(2, '0')
}

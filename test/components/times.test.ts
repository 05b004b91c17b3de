// Instants as words and digits: what is written by hand is what Intl would write.
import { afterEach, expect, test, vi } from 'vitest'
import { timesOf } from '../../src/components/strings/times.ts'

const instants = [0, 951_782_400_000, 1_711_846_800_000, 1_761_440_400_000, 1_800_000_000_000, 1_800_000_000_000 - 59_999]

afterEach(() => vi.unstubAllEnvs())

// East and west of Greenwich, with half hours, and clocks that change by an hour and by half of one.
test.each(['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe'])(
  'an instant in digits is the local time that Intl writes, over changes of the clock and leap days: %s',
  zone => {
    vi.stubEnv('TZ', zone)
    const swedish = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' })
    const { machineTime, dayKey } = timesOf('en')
    expect(instants.map(machineTime)).toEqual(instants.map(at => swedish.format(at)))
    expect(instants.map(dayKey)).toEqual(instants.map(at => swedish.format(at).slice(0, 10)))
  },
)

// One application declared with two libraries: a report takes a day as text and reads it as a date; a price is a number, and a rename answers a date.
import * as v from 'valibot'
import { z } from 'zod'
import { defineApp } from '../../src/core/app.ts'

export const ZOD = defineApp({
  tasks: {
    report: {
      input: z.object({ from: z.iso.date().transform(day => new Date(day)) }),
      result: z.object({ pages: z.number(), until: z.iso.date().transform(day => new Date(day)) }),
    },
    chat: { input: z.object({ text: z.string() }) },
  },
  events: { price: z.object({ amount: z.number() }) },
  ops: { rename: { input: z.object({ name: z.string().trim() }), output: z.object({ at: z.iso.date().transform(day => new Date(day)) }) } },
})

const day = v.pipe(
  v.string(),
  v.isoDate(),
  v.transform(text => new Date(text)),
)

export const VALIBOT = defineApp({
  tasks: {
    report: { input: v.object({ from: day }), result: v.object({ pages: v.number(), until: day }) },
    chat: { input: v.object({ text: v.string() }) },
  },
  events: { price: v.object({ amount: v.number() }) },
  ops: { rename: { input: v.object({ name: v.pipe(v.string(), v.trim()) }), output: v.object({ at: day }) } },
})

export const LIBRARIES: readonly (readonly [string, typeof ZOD | typeof VALIBOT])[] = [
  ['zod', ZOD],
  ['valibot', VALIBOT],
]

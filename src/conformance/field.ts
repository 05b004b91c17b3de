// A field of JSON whose shape nobody has checked.
import type { Json } from '../protocol/values.ts'

export function fieldOf(value: Json | undefined, name: string): Json | undefined {
  return isRecord(value) ? value[name] : undefined
}

export const isRecord = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)

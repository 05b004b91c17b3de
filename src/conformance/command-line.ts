// What the command line says: options of a run, a wish for help, or a mistake and how to mend it.
import { parseArgs } from 'node:util'
import type { Json } from '../protocol/values.ts'
import { TIMES } from './limits.ts'
import type { Options } from './options.ts'
import { keyOf } from './rule.ts'
import { RULES } from './rules/index.ts'

export type Wish =
  | { readonly wish: 'run'; readonly options: Options; readonly form: 'table' | 'json' }
  | { readonly wish: 'help' }
  | { readonly wish: 'mistake'; readonly message: string }

class Mistake extends Error {}

type Environment = Readonly<Record<string, string | undefined>>

export function wishOf(words: readonly string[], environment: Environment): Wish {
  try {
    const { values, positionals } = parsed(words)
    if (values.help) return { wish: 'help' }
    return { wish: 'run', options: optionsOf(values, urlIn(positionals), environment), form: values.json ? 'json' : 'table' }
  } catch (error) {
    if (error instanceof Mistake || error instanceof TypeError) return { wish: 'mistake', message: error.message }
    throw error
  }
}

type Parsed = ReturnType<typeof parsed>
type Values = Parsed['values']

function parsed(words: readonly string[]) {
  return parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      token: { type: 'string' },
      'second-token': { type: 'string' },
      origin: { type: 'string' },
      http: { type: 'string' },
      kind: { type: 'string' },
      input: { type: 'string' },
      'long-input': { type: 'string' },
      op: { type: 'string' },
      'op-data': { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      timeout: { type: 'string' },
      slow: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  })
}

/** `conformance` is the only command, and may be left out. */
function urlIn(positionals: readonly string[]): string {
  const [url, ...more] = positionals[0] === 'conformance' ? positionals.slice(1) : positionals
  if (url === undefined || more.length > 0) throw new Mistake('Name one URL: npx resilient-socket conformance ws://host/path --token …')
  const place = URL.parse(url)
  if (place === null || !/^wss?:$/.test(place.protocol)) throw new Mistake('The URL is that of a WebSocket: begin it with ws:// or wss://.')
  return url
}

function optionsOf(values: Values, url: string, environment: Environment): Options {
  return {
    url,
    origin: originOf(values.origin, url),
    token: values.token ?? environment['RESILIENT_SOCKET_TOKEN'] ?? null,
    secondToken: values['second-token'] ?? environment['RESILIENT_SOCKET_SECOND_TOKEN'] ?? null,
    http: httpOf(values.http, url),
    kind: values.kind ?? 'echo',
    kindStanding: values.kind === undefined ? 'guess' : 'stated',
    input: jsonOf('--input', values.input) ?? DEFAULT_INPUT,
    longInput: jsonOf('--long-input', values['long-input']),
    op: values.op ?? null,
    opData: jsonOf('--op-data', values['op-data']) ?? null,
    only: onlyOf(values.only),
    slow: values.slow,
    timeoutMs: timeoutOf(values.timeout),
  }
}

/** A character of two UTF-16 units shows who counts in bytes. */
const DEFAULT_INPUT: Json = { text: 'The sea \u{1F30A} is wide.' }

/** That of a page of the same host. */
function originOf(given: string | undefined, url: string): string {
  const place = new URL(url)
  return given ?? `${place.protocol === 'wss:' ? 'https' : 'http'}://${place.host}`
}

function httpOf(given: string | undefined, url: string): Options['http'] {
  if (given === 'none') return null
  if (given !== undefined && !/^https?:\/\//.test(given))
    throw new Mistake('--http is a URL that begins with http:// or https://, or none.')
  const place = new URL(url)
  const base = given ?? `${place.protocol === 'wss:' ? 'https' : 'http'}://${place.host}${place.pathname}`
  return { base: base.replace(/\/+$/, ''), standing: given === undefined ? 'guess' : 'stated' }
}

function jsonOf(name: string, text: string | undefined): Json | undefined {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    throw new Mistake(`${name} is JSON, such as ${name} '{"text":"Hello"}'.`)
  }
}

function onlyOf(given: readonly string[]): readonly string[] {
  const names = given.flatMap(each => each.split(',')).filter(each => each !== '')
  const unknown = names.find(name => !RULES.some(rule => rule.id === name || keyOf(rule) === name))
  if (unknown !== undefined) throw new Mistake(`There is no rule ${unknown}. --help lists them.`)
  return names
}

function timeoutOf(text: string | undefined): number {
  if (text === undefined) return TIMES.answerMs
  const ms = Number(text)
  if (!Number.isInteger(ms) || ms < 100 || ms > 60_000) throw new Mistake('--timeout is a number of milliseconds from 100 to 60000.')
  return ms
}

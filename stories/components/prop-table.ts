// The tables of props in the docs pages. The tools that read them from the types miss what is imported or joined, so they are written here,
// and the compiler says which one is missing.
import type { HTMLAttributes } from 'react'

type KeysOf<Props> = Props extends unknown ? keyof Props : never
/** What a component adds to its element. */
type OwnKeys<Props> = Exclude<KeysOf<Props>, keyof HTMLAttributes<HTMLElement> | 'ref' | 'key' | 'form' | 'name' | 'value' | ButtonKeys>
type ButtonKeys = 'disabled' | `form${string}` | `popover${string}` | 'type' | 'command' | 'commandfor'

type Described = readonly [type: string, description: string, standard?: string]
export type PropTable<Props> = Readonly<Record<Exclude<OwnKeys<Props>, keyof typeof everywhere>, Described>> &
  Readonly<Record<string, Described>>

const everywhere = {
  className: ['string | (state) => string', 'A class, or a function of the state.'],
  style: ['CSSProperties | (state) => CSSProperties', 'A style, or a function of the state.'],
  render: ['ReactElement | (props, state) => ReactElement', 'Another element to be. Its own ref is kept.'],
  strings: ['Partial<ComponentStrings>', 'Words of this one component, before the provider’s and English.'],
} as const satisfies Record<string, Described>

interface ArgType {
  readonly description: string
  readonly table: { readonly type: { readonly summary: string }; readonly defaultValue?: { readonly summary: string } }
}

export function argTypesOf<Props>(table: PropTable<Props>): Record<string, ArgType> {
  return Object.fromEntries(Object.entries({ ...table, ...everywhere }).map(([name, described]) => [name, argTypeOf(described)]))
}

function argTypeOf([type, description, standard]: Described): ArgType {
  return { description, table: { type: { summary: type }, ...(standard !== undefined && { defaultValue: { summary: standard } }) } }
}

// What every part shares: native props, `render`, `className` and `style` as values or functions of its state, and data attributes.
'use client'
import {
  type ComponentPropsWithRef,
  type CSSProperties,
  cloneElement,
  createElement,
  type ReactElement,
  type ReactNode,
  type Ref,
  useCallback,
} from 'react'
import { type ElementProps, mergeProps } from './merge-props.ts'

type Tag = 'article' | 'button' | 'div' | 'form' | 'li' | 'p' | 'progress' | 'section' | 'span' | 'textarea' | 'time' | 'ul'

export interface Look<State> {
  /** A class, or a function of the part's state. */
  readonly className?: string | ((state: State) => string | undefined) | undefined
  readonly style?: CSSProperties | ((state: State) => CSSProperties | undefined) | undefined
  /** Another element to be, or a function that makes one from the props and the state. */
  readonly render?: ReactElement<ElementProps> | ((props: ElementProps, state: State) => ReactElement) | undefined
}

/** The props of a public part. */
export type PartProps<T extends Tag, State> = Omit<ComponentPropsWithRef<T>, 'className' | 'style'> & Look<State>

type Given<State> = Omit<ElementProps, 'className' | 'style'> & Look<State>

export interface PartSetting<State> {
  readonly as: Tag
  /** The value of `data-rs`, by which the style sheet finds the part. */
  readonly name: string
  readonly state: State
  /** True is written as an empty attribute; false and null leave it out. */
  readonly data?: Readonly<Record<`data-${string}`, string | number | boolean | null>> | undefined
  readonly own?: ElementProps
  readonly given: Given<State>
  readonly children?: ReactNode
}

export function Part<State>({ as, name, state, data, own, given, children }: PartSetting<State>): ReactElement {
  const { className, style, render, ref, ...native } = given
  const element = typeof render === 'object' ? render : undefined
  const joinedRef = useJoinedRefs(own?.ref, ref, element?.props.ref)
  const ours: ElementProps = Object.assign({ 'data-rs': name, children }, attributesOf(data), own)
  const props = mergeProps(ours, { ...native, className: valueFor(className, state), style: valueFor(style, state) })
  props.ref = joinedRef
  if (element !== undefined) return cloneElement(element, { ...mergeProps(props, element.props), ref: joinedRef })
  return typeof render === 'function' ? render(props, state) : createElement<ElementProps>(as, props)
}

function attributesOf(data: PartSetting<unknown>['data'] = {}): Record<string, unknown> {
  const shown = Object.entries(data).filter(([, value]) => value !== false && value !== null)
  return Object.fromEntries(shown.map(([name, value]) => [name, value === true ? '' : value]))
}

type OfState<State, Value> = Value | ((state: State) => Value | undefined) | undefined

function valueFor<State, Value extends string | CSSProperties>(value: OfState<State, Value>, state: State): Value | undefined {
  return typeof value === 'function' ? value(state) : value
}

type AnyRef = Ref<HTMLElement> | undefined

function useJoinedRefs(own: AnyRef, given: AnyRef, rendered: AnyRef): Ref<HTMLElement> {
  return useCallback(
    (element: HTMLElement | null) => {
      const detachers = [own, given, rendered].map(ref => attach(ref, element))
      return () => detachers.forEach(detach => detach?.())
    },
    [own, given, rendered],
  )
}

function attach(ref: AnyRef, element: HTMLElement | null): (() => void) | undefined {
  if (typeof ref === 'function') return ref(element) ?? (() => ref(null))
  if (!ref) return undefined
  ref.current = element
  return () => {
    ref.current = null
  }
}

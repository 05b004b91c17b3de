// The run with the React Compiler does compile what it tests: hooks and pages keep their memory in its cache.
import { expect, test } from 'vitest'
import { useTaskNotifications } from '../../src/react/use-task-notifications.ts'
import { useTask } from '../../src/react/use-task.ts'

function Page({ id }: { readonly id: string }) {
  return <p title={id}>{useTask(id)?.status}</p>
}

const isCompiled = (code: (...given: never[]) => unknown) => /\b_c\d*\(\d+\)|\$\[0\]/.test(code.toString())

test.runIf(process.env['REACT_COMPILER'] === '1')('components and hooks are compiled', () => {
  expect([isCompiled(Page), isCompiled(useTaskNotifications)]).toEqual([true, true])
})

test.runIf(process.env['REACT_COMPILER'] !== '1')('the plain run compiles nothing', () => {
  expect([isCompiled(Page), isCompiled(useTaskNotifications)]).toEqual([false, false])
})

// The floor of these tests: a program that is started listens, says what it prints, and is gone when the test ends.
import { expect, test } from 'vitest'
import { freePort, start } from './support/processes.ts'
import { describeWith, fateOf, PYTHON } from './support/tools.ts'

describeWith([{ python: 'http.server' }], 'a program of another', () => {
  test('listens once it is started, and has ended after the test', async () => {
    const port = await freePort()
    const program = await start({ command: PYTHON, args: ['-u', '-m', 'http.server', String(port), '--bind', '127.0.0.1'], port })
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
    await program.printed(/GET \/ HTTP/)
    await program[Symbol.asyncDispose]()
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed')
  })

  test('that ends before it listens says why', async () => {
    await expect(start({ command: PYTHON, args: ['-c', 'print("no good")'], port: await freePort() })).rejects.toThrow(
      /ended with 0[^]*no good/,
    )
  })
})

test('a suite without its tools is left out, and fails where they are required', () => {
  expect([fateOf([], 'required'), fateOf(['nginx'], undefined), fateOf(['nginx'], 'required')]).toEqual(['run', 'skip', 'fail'])
})

// Rules of the HTTP API: the same tasks, the same keys, the same isolation, and problems that say their code.
import { decodeAnswer } from '../../protocol/codec.ts'
import type { Json } from '../../protocol/values.ts'
import { fieldOf, isList } from '../field.ts'
import type { Tried } from '../rule.ts'
import { must } from '../verdict.ts'
import type { HttpCall, Visit } from '../visit.ts'
import type { Answer } from '../world.ts'
import { answerIn, padded, submission, submitStillborn } from './steps.ts'

export const HTTP_RULES: readonly Tried[] = [
  {
    id: 'BACK6',
    name: 'upgrade-required',
    says: 'A GET of the path of the socket is answered 426 with Upgrade: websocket, whoever asks',
    needs: ['http'],
    async attempt(visit) {
      const { status, headers } = await visit.http({ method: 'GET', path: '', who: 'nobody' })
      must(status === 426 && headers['upgrade'] === 'websocket', '426 with Upgrade: websocket', `${status} with ${headers['upgrade']}`)
    },
  },
  {
    id: 'HTTP',
    name: 'list',
    says: 'GET tasks lists tasks, newest first, as many as limit says, and where the next page begins',
    needs: ['http', 'kind'],
    async attempt(visit) {
      const page = await visit.live()
      const [older, newer] = [await submitStillborn(visit, page), await submitStillborn(visit, page)]
      const first = await listed(visit, '?limit=1')
      must(first.tasks.length === 1 && first.tasks[0] === newer.id, `the task ${newer.id} alone`, first.tasks)
      must(typeof first.next === 'string', 'a next page', first.next)
      const second = await listed(visit, `?limit=1&before=${encodeURIComponent(first.next)}`)
      must(second.tasks[0] === older.id, `the task ${older.id} next`, second.tasks)
    },
  },
  {
    id: 'HTTP',
    name: 'get',
    says: 'GET tasks/<id or key> answers with the task and its streams',
    needs: ['http', 'kind'],
    async attempt(visit) {
      const { id, key } = await submitStillborn(visit, await visit.live())
      for (const name of [id, key]) {
        const answer = await visit.http({ method: 'GET', path: `/tasks/${name}` })
        const got = answer.status === 200 ? decodeAnswer('task.get', json(answer)) : null
        must(got?.task.id === id, `200 with the task ${id}`, brief(answer))
      }
    },
  },
  {
    id: 'HTTP',
    name: 'no-store',
    says: 'Nothing of it may stay in a cache',
    needs: ['http'],
    async attempt(visit) {
      const { headers } = await visit.http({ method: 'GET', path: '/tasks' })
      must(/no-store/.test(headers['cache-control'] ?? ''), 'Cache-Control: no-store', headers['cache-control'])
    },
  },
  {
    id: 'TASK5',
    name: 'http-key',
    says: 'POST tasks creates one task a key, however often and by whichever way it is sent: 202, Location, cursor',
    needs: ['http', 'kind'],
    async attempt(visit) {
      const page = await visit.live()
      const key = visit.id()
      const first = await submitted(visit, key)
      must(first.cursor, 'the cursor of its effect', 'none')
      must(
        first.location.endsWith(`/tasks/${key}`) || first.location.endsWith(`/tasks/${first.id}`),
        'a Location of the task',
        first.location,
      )
      const again = await submitted(visit, key)
      must(again.id === first.id, `the task ${first.id}`, again.id)
      const receipt = await visit.call(page, { op: 'task.submit', data: submission(visit), id: key })
      const { task } = answerIn('task.submit', receipt)
      must(task.id === first.id, `the task ${first.id} from the socket`, task.id)
    },
  },
  {
    id: 'TASK5',
    name: 'http-conflict',
    says: 'POST tasks with a key that stands for another task is a 409 with the code key-conflict',
    needs: ['http', 'padding'],
    async attempt(visit) {
      const { key } = await submitStillborn(visit, await visit.live())
      const body = submission(visit, padded(visit.options.input, 'another'))
      mustBeProblem(await visit.http({ method: 'POST', path: '/tasks', key, body }), 409, 'key-conflict')
    },
  },
  {
    id: 'HTTP',
    name: 'key-required',
    says: 'POST tasks without Idempotency-Key is a 400 with the code key-required',
    needs: ['http', 'kind'],
    async attempt(visit) {
      mustBeProblem(await visit.http({ method: 'POST', path: '/tasks', body: submission(visit) }), 400, 'key-required')
    },
  },
  {
    id: 'HTTP',
    name: 'cancel',
    says: 'POST tasks/<id or key>/cancel is a 202 with the head and a cursor',
    needs: ['http', 'kind'],
    async attempt(visit) {
      const { id } = await submitStillborn(visit, await visit.live())
      const answer = await visit.http({ method: 'POST', path: `/tasks/${id}/cancel`, type: 'application/json' })
      const got = answer.status === 202 ? decodeAnswer('task.cancel', json(answer)) : null
      must(got?.task.id === id && hasCursor(json(answer)), '202 with the task and a cursor', brief(answer))
    },
  },
  {
    id: 'TASK5',
    name: 'http-tombstone',
    says: 'POST tasks/<key>/cancel of a key that nobody knows is a 404, and the submit that follows is born cancelled',
    needs: ['http', 'kind'],
    async attempt(visit) {
      const key = visit.id()
      mustBeProblem(await visit.http({ method: 'POST', path: `/tasks/${key}/cancel`, type: 'application/json' }), 404, 'not-found')
      const { status } = await submitted(visit, key)
      must(status === 'cancelled', 'a cancelled task', status)
    },
  },
  ...refusals(),
]

/** Each: what is asked, and the problem that it is. */
function refusals(): readonly Tried[] {
  const unknown = { method: 'GET', path: '/tasks/no-such-task-of-anybody' }
  return [
    refusal('not-found', { call: unknown, says: 'A task that does not exist', status: 404 }),
    refusal('not-json', {
      call: { method: 'POST', path: '/tasks', key: 'k-text', type: 'text/plain', body: {} },
      says: 'A POST that is not JSON',
      status: 415,
    }),
    refusal('method-not-allowed', { call: { method: 'DELETE', path: '/tasks' }, says: 'Another method', status: 405 }),
    refusal('invalid-data', { call: { method: 'GET', path: '/tasks?limit=0' }, says: 'A limit of 0', status: 400 }),
    {
      ...refusal('unauthenticated', {
        call: { method: 'GET', path: '/tasks', who: 'nobody' },
        says: 'A request without a token',
        status: 401,
      }),
      needs: ['http', 'token'],
    },
    {
      id: 'AUTH4',
      name: 'http',
      says: 'A task of another user is a 404 over HTTP',
      needs: ['http', 'second-token', 'kind'],
      async attempt(visit) {
        const { id } = await submitStillborn(visit, await visit.live())
        mustBeProblem(await visit.http({ method: 'GET', path: `/tasks/${id}`, who: 'second' }), 404, 'not-found')
      },
    },
  ]
}

function refusal(code: string, { call, says, status }: { readonly call: HttpCall; readonly says: string; readonly status: number }): Tried {
  return {
    id: 'HTTP',
    name: code,
    says: `${says} is a ${status} with the code ${code}, as problem+json`,
    needs: ['http'],
    attempt: async visit => mustBeProblem(await visit.http(call), status, code),
  }
}

function mustBeProblem(answer: Answer, status: number, code: string): void {
  const said = fieldOf(json(answer), 'code')
  const isProblem = (answer.headers['content-type'] ?? '').startsWith('application/problem+json')
  must(answer.status === status && said === code && isProblem, `${status} ${code} as application/problem+json`, brief(answer))
}

async function submitted(
  visit: Visit,
  key: string,
): Promise<{ readonly id: string; readonly status: string; readonly cursor: boolean; readonly location: string }> {
  const answer = await visit.http({ method: 'POST', path: '/tasks', key, body: submission(visit) })
  const got = answer.status === 202 ? decodeAnswer('task.submit', json(answer)) : null
  must(got !== null, '202 with a task', brief(answer))
  return { ...got.task, cursor: hasCursor(json(answer)), location: answer.headers['location'] ?? '' }
}

async function listed(
  visit: Visit,
  query: string,
): Promise<{ readonly tasks: readonly (Json | undefined)[]; readonly next: Json | undefined }> {
  const answer = await visit.http({ method: 'GET', path: `/tasks${query}` })
  const tasks = fieldOf(json(answer), 'tasks')
  must(answer.status === 200 && isList(tasks), '200 with tasks and next', brief(answer))
  return { tasks: tasks.map(task => fieldOf(task, 'id')), next: fieldOf(json(answer), 'next') }
}

const hasCursor = (body: Json | undefined): boolean => fieldOf(fieldOf(body, 'cursor'), 'offset') !== undefined

function json({ body }: Answer): Json | undefined {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

const brief = ({ status, headers, body }: Answer): string => `${status} ${headers['content-type'] ?? ''} ${body}`

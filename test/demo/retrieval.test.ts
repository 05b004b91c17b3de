// Answers from documents: found by meaning words, made of the documents' own sentences, the same each time, and honest when there are none.
import { describe, expect, test } from 'vitest'
import { answerFrom, GREETING } from '../../demo/agent/answer.ts'
import { toldTo } from '../../demo/agent/documents.ts'
import { plainText, sectionsOf } from '../../demo/agent/markdown.ts'
import { passagesOf, sentencesOf } from '../../demo/agent/passages.ts'
import { rank } from '../../demo/agent/ranking.ts'
import { stem, termsOf } from '../../demo/agent/words.ts'

const GUIDE = `# Guide
Work goes on while you are away.

## Heartbeat
A **ping** goes out every 15 s. An unanswered ping ends the [connection](x.md).
The pong proves both directions.

## Outbox
Sends wait in the outbox while the server is down. Each send settles once.

\`\`\`ts
# not a heading
socket.send('app.hello', {})
\`\`\`

## Limits
| name | value | why |
| --- | --- | --- |
| outbox | 100 entries | memory is bounded |
`
const GLOSSARY = `# Glossary
| term | meaning |
|---|---|
| cursor | how far a reader has got |
| mark | proves that a cursor still points into the same history of the heartbeat |
`

const passages = passagesOf([
  { path: 'docs/GUIDE.md', text: GUIDE },
  { path: 'docs/GLOSSARY.md', text: GLOSSARY },
])
const ranking = rank(passages)
const answer = (question: string) => answerFrom(ranking, question)

describe('markdown', () => {
  test('is cut at headings, and a # inside a fence is none', () => {
    expect(sectionsOf(GUIDE).map(({ headings }) => headings)).toEqual([
      ['Guide'],
      ['Guide', 'Heartbeat'],
      ['Guide', 'Outbox'],
      ['Guide', 'Limits'],
    ])
  })

  test('code is kept apart from prose', () => {
    expect(passages.find(({ heading }) => heading.endsWith('Outbox'))?.code).toEqual(["# not a heading\nsocket.send('app.hello', {})"])
  })

  test('a table row reads as a sentence and the header row is none', () => {
    expect(passages.find(({ heading }) => heading.endsWith('Limits'))?.sentences).toEqual(['outbox: 100 entries; memory is bounded.'])
  })

  test('marks are taken off, names with underscores and stars in patterns are kept', () => {
    expect(plainText('**bold** and _it_, `a_b_c`, [link](y), src/**/*.ts, snake_case_name')).toBe(
      'bold and it, a_b_c, link, src/**/*.ts, snake_case_name',
    )
  })

  test('sentences end at full stops, not inside names and numbers', () => {
    expect(sentencesOf('Takes 1.5 s. See e.g. API.md for it. Done? Yes.')).toEqual([
      'Takes 1.5 s.',
      'See e.g. API.md for it.',
      'Done?',
      'Yes.',
    ])
  })
})

describe('words', () => {
  test.each([
    ['reconnects', 'reconnecting'],
    ['notified', 'notify'],
    ['stopped', 'stop'],
    ['policies', 'policy'],
    ['closed', 'close'],
    ['losses', 'loss'],
  ])('%s and %s compare equal', (a, b) => {
    expect(stem(a)).toBe(stem(b))
  })

  test('a name is found by its parts and whole', () => {
    expect(termsOf('useTaskStream()')).toEqual(['usetaskstream', 'task', 'stream'])
  })

  test('empty words carry nothing', () => {
    expect(termsOf('What is it, and how?')).toEqual([])
  })
})

describe('an answer', () => {
  test('leads with the most telling sentence and goes on with what its passage says besides', () => {
    expect(answer('When is a ping unanswered?')).toMatch(/^An unanswered ping ends the connection\.\n\nA ping goes out every 15 s\./)
  })

  test('leaves out what has nothing to do with the question', () => {
    expect(answer('When does a send settle?')).not.toContain('pong')
  })

  test('prefers what the library does to how it is worked on', () => {
    const text = '# Cursor\nThe cursor moves with every frame.'
    const both = rank(
      passagesOf([
        { path: 'CONTRIBUTING.md', text },
        { path: 'docs/PROTOCOL.md', text },
      ]),
    )
    expect(both.search(['cursor']).map(({ passage }) => passage.path)).toEqual(['docs/PROTOCOL.md', 'CONTRIBUTING.md'])
  })

  test('names its source by file and heading', () => {
    expect(answer('pong directions')).toMatch(/\n\nFrom: docs\/GUIDE\.md › Heartbeat$/)
  })

  test('opens with the definition when the question only names a thing', () => {
    expect(answer('What is a cursor?')).toMatch(/^cursor: how far a reader has got\./)
  })

  test('shows code when asked how', () => {
    expect(answer('How do I use send?')).toContain("socket.send('app.hello', {})")
    expect(answer('Does a send settle?')).not.toContain('socket.send(')
  })

  test('is the same for the same question and documents', () => {
    const again = answerFrom(
      rank(
        passagesOf([
          { path: 'docs/GUIDE.md', text: GUIDE },
          { path: 'docs/GLOSSARY.md', text: GLOSSARY },
        ]),
      ),
      'heartbeat outbox cursor',
    )
    expect(again).toBe(answer('heartbeat outbox cursor'))
  })

  test('says so when no word of the question occurs', () => {
    expect(answer('pasta carbonara')).toContain('I found nothing about that')
  })

  test('says so when one common word is all that occurs', () => {
    expect(answer('Which mark did the carpenter paint yesterday evening?')).toContain('I found nothing about that')
  })

  test('greets when nothing is asked', () => {
    expect(answer('What can you do?')).toBe(GREETING)
  })

  test('of no documents is that there is nothing', () => {
    expect(answerFrom(rank([]), 'cursor')).toContain('I found nothing')
  })
})

test('what would break, and which tests and faults hold a rule, is no answer to a reader', () => {
  const text =
    '### GAP1 One frame\n\nA frame is applied whole. [Half a frame is half a truth.]\n\n- Test: `[GAP1] a` (test/a.test.ts)\n- Mutant: `gap1-b`, killed by `[GAP1] a`\n- A list stays.\n'
  expect(toldTo(text)).toBe('### GAP1 One frame\n\nA frame is applied whole.\n\n- A list stays.\n')
})

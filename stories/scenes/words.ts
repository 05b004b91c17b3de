// What the scenes' server says: a fixed text, so that a story can tell whether a word is missing.

const ANSWER =
  'Your answer is written to a log before anyone is told of it. When the link breaks, the page says so, keeps what it has, and asks for what follows once it is back.'

export const words = (question: string): readonly string[] => `${question}: ${ANSWER}`.split(/(?<= )/)

export const answerTo = (question: string): string => words(question).join('')

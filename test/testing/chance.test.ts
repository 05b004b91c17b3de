// Chance is seeded: the same seed rolls the same, and a fork depends on its name alone.
import { expect, test } from 'vitest'
import { createChance } from '../../src/testing/chance.ts'

const rolls = (chance: ReturnType<typeof createChance>, count = 5) => Array.from({ length: count }, () => chance.roll())

test('the same seed rolls the same numbers, another seed others', () => {
  expect(rolls(createChance(1))).toEqual(rolls(createChance(1)))
  expect(rolls(createChance(1))).not.toEqual(rolls(createChance(2)))
})

test('a fork rolls the same whatever was rolled before it', () => {
  const used = createChance(1)
  rolls(used, 100)
  expect(rolls(used.fork('network'))).toEqual(rolls(createChance(1).fork('network')))
})

test('rolls are spread over [0, 1), and ids are 21 of the alphabet', () => {
  const chance = createChance('spread')
  const mean = rolls(chance, 10_000).reduce((sum, roll) => sum + roll, 0) / 10_000
  expect(mean).toBeCloseTo(0.5, 1)
  expect(chance.id()).toMatch(/^[\w-]{21}$/)
})

import { expect, test } from 'vitest'
import { otherVersions } from './versions'

const followed = (number: number) => ({ id: 'returns', title: 'Returns', number })

test('a run can be moved to every version but its own, and the newest is offered first', () => {
  expect(otherVersions({ procedure: followed(2), latest: 4 })).toEqual([4, 3, 1])
  expect(otherVersions({ procedure: followed(3), latest: 3 })).toEqual([2, 1])
})

test('where there is one version alone there is none to move to', () => {
  expect(otherVersions({ procedure: followed(1), latest: 1 })).toEqual([])
  expect(otherVersions({ procedure: followed(1), latest: null })).toEqual([])
})

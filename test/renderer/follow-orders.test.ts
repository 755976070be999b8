import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { followOrders } from '../../src-renderer/follow-orders.ts'
import { createFakeDesk, type FakeDesk } from '../support/fake-bridge.ts'
import { useFakeDesk } from './mount-window.ts'

let desk: FakeDesk
const change = () => {
  desk.emit('orders.changed', { ids: [] })
}

beforeEach(() => {
  vi.useFakeTimers()
  desk = createFakeDesk()
  useFakeDesk(desk)
})

afterEach(() => {
  vi.useRealTimers()
})

it('looks at once, and once more for everything that came in the next 400 ms', () => {
  const look = vi.fn()
  const stop = followOrders(look)
  change()
  expect(look).toHaveBeenCalledTimes(1)
  for (let order = 0; order < 50; order += 1) change()
  vi.advanceTimersByTime(399)
  expect(look).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  expect(look).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(5_000)
  expect(look).toHaveBeenCalledTimes(2)
  change()
  expect(look).toHaveBeenCalledTimes(3)
  stop()
})

it('never misses the last change, and does nothing once it was stopped', () => {
  const look = vi.fn()
  const stop = followOrders(look)
  change()
  vi.advanceTimersByTime(390)
  change()
  vi.advanceTimersByTime(10)
  expect(look).toHaveBeenCalledTimes(2)
  change()
  stop()
  change()
  vi.advanceTimersByTime(5_000)
  expect(look).toHaveBeenCalledTimes(2)
})

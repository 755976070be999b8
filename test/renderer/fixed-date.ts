import { vi } from 'vitest'
import { SAMPLE_NOW } from '../support/sample-orders.ts'

/** The window shows days left and today's date; its tests live on the day of their sample orders. */
vi.useFakeTimers({ toFake: ['Date'], now: SAMPLE_NOW })

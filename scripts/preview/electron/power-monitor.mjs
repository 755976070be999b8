import { EventEmitter } from 'node:events'
import { strict } from '../strict.mjs'

/** Electron's `powerMonitor`: the system tells it nothing here; a test may emit lock-screen, suspend and the like. */
export function createPowerMonitor() {
  const monitor = new EventEmitter()
  return strict(
    'powerMonitor',
    Object.assign(monitor, {
      getSystemIdleTime: () => 0,
      getSystemIdleState: () => 'active',
      isOnBatteryPower: () => false,
    }),
  )
}

import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { ReconcileReport } from '../../src-shared/attention.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type { RecordCheck } from '../../src-shared/record-check.ts'
import { call, failureOf } from '../api.ts'
import { reopenWindow } from '../reopen-window.ts'
import { useDesk } from './desk.ts'
import { useNotices } from './notices.ts'

/** 記録の検査, 控えから戻す, and the look at the gateway that follows it. */
export const useRecords = defineStore('records', () => {
  const result = shallowRef<RecordCheck | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref<'check' | 'renew' | 'restore' | 'reconcile' | null>(null)
  /** What came of the last look at the gateway, while trades still wait. */
  const reconciled = shallowRef<ReconcileReport | null>(null)

  async function run(what: NonNullable<typeof busy.value>, work: () => Promise<void>): Promise<void> {
    if (busy.value !== null) return
    busy.value = what
    failure.value = null
    try {
      await work()
    } catch (error) {
      failure.value = failureOf(error)
    } finally {
      busy.value = null
    }
  }

  /** 記録の検査. */
  const check = () =>
    run('check', async () => {
      result.value = null
      result.value = await call('records.check', {})
    })

  /** 控え記録を作り直す. */
  const renew = () =>
    run('renew', async () => {
      result.value = await call('records.renew-witness', {})
      await useDesk().refresh()
    })

  /** 控えから戻す: the window starts anew afterwards. */
  const restore = (id: string) =>
    run('restore', async () => {
      await call('startup.restore', { id })
      reopenWindow()
    })

  /** GMOに照会する, for everything that moved after the copy was made. */
  const reconcile = () =>
    run('reconcile', async () => {
      try {
        reconciled.value = await call('settlement.reconcile', {})
        await useDesk().refresh()
      } catch (error) {
        // The button is in the frame: so is what it says.
        useNotices().report(failureOf(error))
      }
    })

  return { result, failure, busy, reconciled, check, renew, restore, reconcile }
})

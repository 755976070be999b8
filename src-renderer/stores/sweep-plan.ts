import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { SweepSchedule } from '../../src-shared/sweep.ts'
import { call, failureOf } from '../api.ts'

/** 自動照会: when the desk asks about open trades by itself. */
export const useSweepPlan = defineStore('sweep-plan', () => {
  const plan = shallowRef<SweepSchedule | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const message = ref('')
  const busy = ref(false)

  async function step(work: () => Promise<SweepSchedule>, done: string): Promise<void> {
    if (busy.value) return
    busy.value = true
    failure.value = null
    message.value = ''
    try {
      plan.value = await work()
      message.value = done
    } catch (error) {
      failure.value = failureOf(error)
    } finally {
      busy.value = false
    }
  }

  const load = () => step(() => call('settings.sweep', {}), '')
  const save = (next: SweepSchedule) => step(() => call('settings.save-sweep', next), '自動照会を登録しました。')

  return { plan, failure, message, busy, load, save }
})

import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Backup } from '../../src-shared/backup.ts'
import type { Failure } from '../../src-shared/failure.ts'
import { call, failureOf } from '../api.ts'

/** システム設定 > データ: the copies of the data file. */
export const useBackups = defineStore('backups', () => {
  const list = shallowRef<readonly Backup[] | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const message = ref('')
  const busy = ref(false)

  async function load(): Promise<void> {
    failure.value = null
    try {
      list.value = await call('backups.list', {})
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  /** 今すぐバックアップ. */
  async function make(): Promise<void> {
    if (busy.value) return
    busy.value = true
    message.value = ''
    failure.value = null
    try {
      await call('backups.make', {})
      message.value = '控えを作成しました。'
      await load()
    } catch (error) {
      failure.value = failureOf(error)
    } finally {
      busy.value = false
    }
  }

  return { list, failure, message, busy, load, make }
})

import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import { firstListColumns, type ListColumn } from '../../src-shared/list-columns.ts'
import { call, failureOf } from '../api.ts'

/** Which columns 検索結果一覧 shows, for the whole shop. */
export const useListColumns = defineStore('list-columns', () => {
  const chosen = shallowRef<readonly ListColumn[]>(firstListColumns)
  const failure = ref<Failure | null>(null)

  async function run(work: () => Promise<readonly ListColumn[]>): Promise<void> {
    try {
      const columns = await work()
      // The list is drawn anew with every other array.
      if (columns.join() !== chosen.value.join()) chosen.value = columns
      failure.value = null
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  const load = () => run(() => call('columns.list', {}))
  const save = (columns: readonly ListColumn[]) => run(() => call('columns.save', { columns: [...columns] }))

  return { chosen, failure, load, save }
})

import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { SavedSearch, SavedSearchContent } from '../../src-shared/saved-search.ts'
import { call, failureOf } from '../api.ts'

/** 保存した検索: named searches of the shop. */
export const useSavedSearches = defineStore('saved-searches', () => {
  const list = shallowRef<readonly SavedSearch[]>([])
  const failure = ref<Failure | null>(null)

  async function run(work: () => Promise<readonly SavedSearch[]>): Promise<boolean> {
    try {
      list.value = await work()
      failure.value = null
      return true
    } catch (error) {
      failure.value = failureOf(error)
      return false
    }
  }

  const load = () => run(() => call('searches.list', {}))
  const add = (name: string, content: SavedSearchContent) =>
    run(() => call('searches.save', { id: null, name, content }))
  const rename = ({ id, conditions, sort }: SavedSearch, name: string) =>
    run(() => call('searches.save', { id, name, content: { conditions, sort } }))
  const remove = (id: number) => run(() => call('searches.delete', { id }))

  return { list, failure, load, add, rename, remove }
})

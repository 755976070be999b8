import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { AttentionItem } from '../../src-shared/attention.ts'
import type { Failure } from '../../src-shared/failure.ts'
import { call, failureOf } from '../api.ts'

/** 要確認: operations whose outcome is not known yet or that a person has to decide. */
export const useAttention = defineStore('attention', () => {
  const items = ref<readonly AttentionItem[]>([])
  const failure = ref<Failure | null>(null)
  const loading = ref(false)
  /** Order that is being inquired right now. */
  const asking = ref<number | null>(null)

  async function load(): Promise<void> {
    loading.value = true
    failure.value = null
    try {
      items.value = await call('settlement.attention', {})
    } catch (error) {
      failure.value = failureOf(error)
    } finally {
      loading.value = false
    }
  }

  /** 今すぐ確認: asks the gateway about one order, then reads the list again. */
  async function inquire(orderId: number): Promise<void> {
    if (asking.value !== null) return
    asking.value = orderId
    try {
      await call('settlement.inquire', { id: orderId })
      await load()
    } catch (error) {
      failure.value = failureOf(error)
    } finally {
      asking.value = null
    }
  }

  /** GMO側に取引がありません: ends what a person has to decide, for the gateway knows no such trade. */
  async function adoptMissing(orderId: number): Promise<void> {
    if (asking.value !== null) return
    asking.value = orderId
    let refused: Failure | null = null
    try {
      await call('settlement.adopt', { id: orderId, missing: true })
    } catch (error) {
      refused = failureOf(error)
    } finally {
      asking.value = null
    }
    await load()
    failure.value ??= refused
  }

  return { items, failure, loading, asking, load, inquire, adoptMissing }
})

import { defineStore } from 'pinia'
import type { Failure } from '../../src-shared/failure.ts'
import { firstShippingSettings, type ShippingSettings } from '../../src-shared/shipping.ts'
import { call, failureOf } from '../api.ts'

interface ShippingState {
  settings: ShippingSettings
  failure: Failure | null
  message: string
  busy: boolean
}

/** 送料管理, for its own page and for the order form. */
export const useShipping = defineStore('shipping', {
  state: (): ShippingState => ({ settings: firstShippingSettings, failure: null, message: '', busy: false }),
  actions: {
    async read(): Promise<void> {
      this.message = ''
      try {
        this.settings = await call('settings.shipping', {})
        this.failure = null
      } catch (error) {
        this.failure = failureOf(error)
      }
    },

    async save(settings: ShippingSettings): Promise<void> {
      if (this.busy) return
      this.busy = true
      this.message = ''
      this.failure = null
      try {
        this.settings = await call('settings.save-shipping', settings)
        this.message = '送料の設定を保存しました。'
      } catch (error) {
        this.failure = failureOf(error)
      } finally {
        this.busy = false
      }
    },
  },
})

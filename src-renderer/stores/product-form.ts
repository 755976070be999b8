import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import { firstMoneySettings, moneySettingsOn, type MoneySettings } from '../../src-shared/money-settings.ts'
import type { MasterProduct } from '../../src-shared/product.ts'
import { call, failureOf } from '../api.ts'
import { shrinkPicture } from '../picture-shrink.ts'
import {
  isTyped,
  productFormOf,
  readNewProduct,
  readProductChange,
  rebasedForm,
  type ProductForm,
} from '../product-form.ts'
import { useDesk } from './desk.ts'
import { useSettings } from './settings.ts'

/** The product that is being typed. */
export const useProductForm = defineStore('product-form', () => {
  const desk = useDesk()
  const settings = useSettings()
  const isOpen = ref(false)
  /** As it was when the form was opened; null for one that begins. */
  const product = ref<MasterProduct | null>(null)
  const form = ref<ProductForm>(productFormOf(null, firstMoneySettings))
  const problems = ref<Readonly<Record<string, string>>>({})
  const failure = ref<Failure | null>(null)
  const busy = ref(false)

  const money = computed<MoneySettings>(() => {
    const rules = settings.shop?.money ?? firstMoneySettings
    return desk.state === null ? rules : moneySettingsOn(rules, desk.state.today)
  })
  const typed = computed(() => isTyped(form.value, product.value, money.value))

  function open(which: MasterProduct | null): void {
    product.value = which
    form.value = productFormOf(which, money.value)
    problems.value = {}
    failure.value = null
    isOpen.value = true
  }

  function close(): void {
    if (!busy.value) isOpen.value = false
  }

  /** Takes a chosen file for the picture, or says why not; the picture before it stays then. */
  async function choosePicture(file: Blob): Promise<void> {
    failure.value = null
    const mine = product.value
    try {
      const picture = await shrinkPicture(file)
      if (product.value === mine) form.value = { ...form.value, picture }
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  /** The product as stored, or null when something is in the way of it. */
  async function save(): Promise<MasterProduct | null> {
    if (busy.value) return null
    busy.value = true
    failure.value = null
    try {
      const saved = await (product.value === null ? add() : change(product.value))
      if (saved !== null) isOpen.value = false
      return saved
    } catch (error) {
      failure.value = failureOf(error)
      return null
    } finally {
      busy.value = false
    }
  }

  async function add(): Promise<MasterProduct | null> {
    const read = readNewProduct(form.value)
    problems.value = read.problems
    return read.product && call('products.add', read.product)
  }

  async function change(stored: MasterProduct): Promise<MasterProduct | null> {
    const read = readProductChange(form.value, stored)
    problems.value = read.problems
    return read.change && call('products.change', read.change)
  }

  /** Somebody else was faster: what they changed comes in, what was typed here stays. */
  async function reload(): Promise<void> {
    const was = product.value
    if (was === null) return
    try {
      const now = await call('products.open', { id: was.id })
      form.value = rebasedForm(form.value, was, now, money.value)
      product.value = now
      failure.value = null
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  return { isOpen, product, form, problems, failure, busy, money, typed, open, close, choosePicture, save, reload }
})

import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { LedgerPage } from '../../src-shared/ledger.ts'
import { call, failureOf } from '../api.ts'

export const LEDGER_PAGE = 50

/** The open ledger: of a product's stock or of a member's points. */
export const useLedger = defineStore('ledger', () => {
  const of = ref<'products' | 'members'>('products')
  const id = ref<number | null>(null)
  const page = ref(0)
  const found = ref<LedgerPage | null>(null)
  const failure = ref<Failure | null>(null)
  let turn = 0

  async function open(what: 'products' | 'members', which: number): Promise<void> {
    of.value = what
    id.value = which
    found.value = null
    await goTo(0)
  }

  async function goTo(next: number): Promise<void> {
    if (id.value === null) return
    turn += 1
    const mine = turn
    const range = { id: id.value, offset: next * LEDGER_PAGE, limit: LEDGER_PAGE }
    try {
      const answer = await (of.value === 'products' ? call('products.ledger', range) : call('members.ledger', range))
      if (mine !== turn) return
      found.value = answer
      page.value = next
      failure.value = null
    } catch (error) {
      if (mine === turn) failure.value = failureOf(error)
    }
  }

  function close(): void {
    turn += 1
    id.value = null
    found.value = null
    failure.value = null
  }

  return { of, id, page, found, failure, open, goTo, close }
})

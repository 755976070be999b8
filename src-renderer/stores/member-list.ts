import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import { MAX_NOTE, MOST_KEPT } from '../../src-shared/ledger.ts'
import {
  MEMBERS_A_PAGE,
  type MemberKind,
  type MemberPage,
  type MemberRow,
  type MemberSort,
} from '../../src-shared/member.ts'
import { formatNumber } from '../../src-shared/yen.ts'
import { call, failureOf } from '../api.ts'
import { followOrders } from '../follow-orders.ts'
import { readNumber } from '../money-draft.ts'

/** 会員ポイント: the list, and the balance that is being put right. */
export const useMemberList = defineStore('member-list', () => {
  const text = ref('')
  const kind = ref<MemberKind>('all')
  const sort = ref<MemberSort>('no')
  const page = ref(0)
  const found = ref<MemberPage | null>(null)
  const place = ref<number | null>(null)
  const loading = ref(false)
  const failure = ref<Failure | null>(null)
  const pages = computed(() => Math.max(1, Math.ceil((found.value?.count ?? 0) / MEMBERS_A_PAGE)))
  let turn = 0

  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    loading.value = true
    try {
      const input = { text: text.value.slice(0, 200), kind: kind.value, sort: sort.value, page: page.value }
      const answer = await call('members.page', input)
      if (mine !== turn) return
      found.value = answer
      failure.value = null
    } catch (error) {
      if (mine === turn) failure.value = failureOf(error)
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  async function search(): Promise<void> {
    page.value = 0
    place.value = null
    await load()
  }

  async function goTo(next: number): Promise<void> {
    page.value = Math.min(Math.max(0, next), pages.value - 1)
    await load()
  }

  const follow = (): (() => void) => followOrders(() => void load())

  return { text, kind, sort, page, pages, found, place, loading, failure, load, search, goTo, follow }
})

/** A balance that is being put right. */
export const usePointCorrection = defineStore('point-correction', () => {
  /** As the operator saw them; null while no form is open. */
  const member = ref<MemberRow | null>(null)
  const points = ref('')
  const note = ref('')
  const problems = ref<Readonly<Record<string, string>>>({})
  const failure = ref<Failure | null>(null)
  const busy = ref(false)

  function open(which: MemberRow): void {
    member.value = which
    points.value = which.points === null ? '' : String(which.points)
    note.value = ''
    problems.value = {}
    failure.value = null
  }

  function close(): void {
    if (!busy.value) member.value = null
  }

  /** The member as stored, or null when something is in the way of it. */
  async function save(): Promise<MemberRow | null> {
    const [seen, to] = [member.value, read()]
    if (busy.value || seen === null || to === undefined) return null
    busy.value = true
    failure.value = null
    try {
      const input = { id: seen.id, seen: seen.points, to, note: note.value.trim() }
      const saved = await call('members.correct', input)
      member.value = null
      return saved
    } catch (error) {
      failure.value = failureOf(error)
      return null
    } finally {
      busy.value = false
    }
  }

  /** What was typed; null: not known, undefined: something has to be corrected. */
  function read(): number | null | undefined {
    const wrong: Record<string, string> = {}
    const to = points.value.trim() === '' ? null : readNumber(points.value)
    if (to === undefined || (to !== null && (to < 0 || to > MOST_KEPT)))
      wrong['points'] = `0～${formatNumber(MOST_KEPT)}の数字で入力してください。分からないときは空欄にします。`
    else if (to === member.value?.points) wrong['points'] = '残高が変わっていません。'
    if (note.value.trim() === '') wrong['note'] = '訂正の理由を入力してください。'
    else if (note.value.trim().length > MAX_NOTE) wrong['note'] = `理由は${MAX_NOTE}字以下で入力してください。`
    problems.value = wrong
    return Object.keys(wrong).length === 0 ? to : undefined
  }

  /** Somebody else or an order was faster: the balance of now is shown, what was typed stays. */
  async function reload(): Promise<void> {
    const was = member.value
    if (was === null) return
    try {
      const { rows } = await call('members.page', { text: was.customerNo, kind: 'all', sort: 'no', page: 0 })
      const now = rows.find(({ id }) => id === was.id)
      if (now) member.value = now
      failure.value = null
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  return { member, points, note, problems, failure, busy, open, close, save, reload }
})

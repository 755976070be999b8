import { defineStore } from 'pinia'
import { ref } from 'vue'
import { MEMBERS_A_PAGE, type MemberKind, type MemberSort } from '../../src-shared/member.ts'
import { call } from '../api.ts'
import { followOrders } from '../follow-orders.ts'
import { createPagedList } from '../paged-list.ts'

/** 会員ポイント: the list, what it is narrowed down by, and where the operator is in it. */
export const useMemberList = defineStore('member-list', () => {
  const text = ref('')
  const kind = ref<MemberKind>('all')
  const sort = ref<MemberSort>('no')

  const list = createPagedList(MEMBERS_A_PAGE, (page) =>
    call('members.page', { text: text.value.slice(0, 200), kind: kind.value, sort: sort.value, page }),
  )

  /** Orders move balances; answers how to stop listening. */
  const follow = (): (() => void) => followOrders(() => void list.load())

  return { text, kind, sort, ...list, follow }
})

import type { OpenOperation } from '../src-shared/settlement.ts'

/** 要確認: the gateway was asked, and a person has to decide. Everything else that is open is 結果確認中. */
export function isForPerson({ state }: Pick<OpenOperation, 'state'>): boolean {
  return state === 'conflict' || state === 'missing'
}

import type { Failure } from './failure.ts'

/** A sentence in two parts: what happened (and to which order), and what to do next. */
export interface Sentence {
  readonly what: string
  readonly then: string
}

/** What fills a sentence. */
export type Params = Failure['params']

/** Value of a parameter with what belongs around it, or nothing when the failure came without it. */
export function part(params: Params, key: string, before = '', after = ''): string {
  const value = params[key]
  return value === undefined || value === '' ? '' : `${before}${String(value)}${after}`
}

/** `注文 55 の` or `この受注の`. */
export const ofOrder = (params: Params): string => part(params, 'orderNo', '注文 ', ' の') || 'この受注の'

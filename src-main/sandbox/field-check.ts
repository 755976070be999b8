import { byteLength31J } from './fields.ts'
import type { Fields } from './fields.ts'

/** What may be wrong with one field, in the order the gateway reports it. */
export interface FieldCheck {
  readonly name: string
  /** ErrInfo when the field is missing; left out for optional fields. */
  readonly missing?: string
  /** Each test that says true adds its ErrInfo; several can hold at once (recorded for CardNo and PayType). */
  readonly wrong: readonly (readonly [test: (value: string) => boolean, errInfo: string])[]
}

/** Every ErrInfo of `checks`, in order; empty when all fields are fine. */
export function checkFields(fields: Fields, checks: readonly FieldCheck[]): string[] {
  return checks.flatMap((check) => checkValue(fields.get(check.name), check))
}

function checkValue(value: string, check: FieldCheck): string[] {
  if (value === '') return check.missing === undefined ? [] : [check.missing]
  return check.wrong.filter(([test]) => test(value)).map(([, errInfo]) => errInfo)
}

/** More than `most` characters. */
export const longer = (most: number) => (value: string) => value.length > most
/** More than `most` bytes in Windows-31J. */
export const longerBytes = (most: number) => (value: string) => byteLength31J(value) > most
export const unlike = (pattern: RegExp) => (value: string) => !pattern.test(value)
export const noDigits = unlike(/^[0-9]+$/)
/** Digits whose number lies outside `least` and `most`. What is no number is reported by another test. */
export const outside = (least: number, most: number) => (value: string) =>
  /^[0-9]+$/.test(value) && (Number(value) < least || Number(value) > most)

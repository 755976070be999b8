import type { Contact, Orderer } from '../../src-shared/order.ts'
import { bornOnFromNumber, bornOnNumber } from './born-on.ts'
import { sexCoding } from './order-codes.ts'

/** The columns of a name and address, as orders and their deliveries have them. */
export interface ContactColumns {
  readonly family_name: string
  readonly given_name: string
  readonly family_kana: string
  readonly given_kana: string
  readonly company: string
  readonly postal_code: string
  readonly prefecture: string
  readonly address1: string
  readonly address2: string
  readonly tel: string
  readonly fax: string
}

/** The columns of an orderer. */
export interface OrdererColumns extends ContactColumns {
  readonly email: string
  readonly sex: number | null
  readonly born_on: number | null
  readonly job: number | null
}

/** A name and address from its columns; what else the row has is left out. */
export function contactFromRow(row: ContactColumns): Contact {
  return {
    familyName: row.family_name,
    givenName: row.given_name,
    familyKana: row.family_kana,
    givenKana: row.given_kana,
    company: row.company,
    postalCode: row.postal_code,
    prefecture: row.prefecture,
    address1: row.address1,
    address2: row.address2,
    tel: row.tel,
    fax: row.fax,
  }
}

/** An orderer from the columns of the order. */
export function ordererFromRow(row: OrdererColumns): Orderer {
  return {
    ...contactFromRow(row),
    email: row.email,
    sex: row.sex === null ? null : sexCoding.wordOf(row.sex),
    bornOn: bornOnFromNumber(row.born_on),
    job: row.job,
  }
}

/** The columns of an orderer, as they are written. */
export function ordererColumns({ sex, bornOn, ...orderer }: Orderer): OrdererColumns {
  return {
    sex: sex === null ? null : sexCoding.codeOf(sex),
    born_on: bornOnNumber(bornOn),
    family_name: orderer.familyName,
    given_name: orderer.givenName,
    family_kana: orderer.familyKana,
    given_kana: orderer.givenKana,
    company: orderer.company,
    postal_code: orderer.postalCode,
    prefecture: orderer.prefecture,
    address1: orderer.address1,
    address2: orderer.address2,
    tel: orderer.tel,
    fax: orderer.fax,
    email: orderer.email,
    job: orderer.job,
  }
}

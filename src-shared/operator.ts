/** 閲覧 / 受注 / 決済 / 管理者: each may do all that the ones before it may. */
export const roles = ['viewer', 'orders', 'settlement', 'owner'] as const
export type Role = (typeof roles)[number]

/** True when someone with role `has` may make a call that names `needs`. */
export function roleAllows(has: Role, needs: Role): boolean {
  return roles.indexOf(has) >= roles.indexOf(needs)
}

/** A person who works with the program. */
export interface Operator {
  readonly id: string
  readonly name: string
  readonly role: Role
}

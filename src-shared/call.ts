import type { z } from 'zod'
import type { Role } from './operator.ts'

declare const output: unique symbol

/** One call: who may make it, what it takes, what it answers. */
export interface Call<I extends z.ZodType = z.ZodType, O = unknown> {
  readonly role: Role
  readonly input: I
  readonly [output]?: () => O
}

/** Declares a call; the answer's type is written once, as the type argument. */
export const answers =
  <O>() =>
  <I extends z.ZodType>(role: Role, input: I): Call<I, O> => ({ role, input })

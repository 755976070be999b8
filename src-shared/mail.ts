import { z } from 'zod'
import type { Instant } from './business-day.ts'
import {
  builtInTemplates,
  isLoopbackHost,
  mailSecurities,
  mailStates,
  MAX_BULK,
  type MailReason,
  type MailState,
} from './mail-names.ts'
import { isMailAddress, MAX_BODY, MAX_SUBJECT } from './mail-template.ts'
import { oneLine, rawText } from './typed-text.ts'

const addressSchema = z
  .string()
  .trim()
  .refine((text) => isMailAddress(text))
const optionalAddress = z
  .string()
  .trim()
  .refine((text) => text === '' || isMailAddress(text))
/** The fields of the mail settings. */
export const mailSettingsShape = {
  host: z
    .string()
    .trim()
    .regex(/^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,39})$/),
  port: z.int().min(1).max(65_535),
  security: z.enum(mailSecurities),
  /** Empty = the server asks for no name. */
  user: oneLine(200),
  /** Absent = leave the stored password as it is. */
  password: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\u0000-\u001f\u007f]+$/)
    .optional(),
  fromAddress: addressSchema,
  fromName: oneLine(60),
  replyTo: optionalAddress,
  /** The shop's own copy of every mail; empty = none. */
  copyTo: optionalAddress,
  /** Seconds between two mails of a bulk. */
  pauseSeconds: z.int().min(0).max(60),
}

/** What the mail settings screen writes. The password goes in and never comes out. */
export const mailSettingsInputSchema = z
  .strictObject(mailSettingsShape)
  .refine(({ host, security }) => security !== 'none' || isLoopbackHost(host), { path: ['security'] })
export type MailSettingsInput = z.infer<typeof mailSettingsInputSchema>

/** What the window sees of the mail settings. */
export interface MailSettings extends Omit<MailSettingsInput, 'password'> {
  readonly hasPassword: boolean
  /** Everything is there that sending needs. */
  readonly ready: boolean
  /** True when the operating system keeps the key; false = the password is kept for this session only. */
  readonly keptByOs: boolean
  /** 練習: every mail goes to the shop's own address. */
  readonly toShopOnly: boolean
}

export const templateIdSchema = z.union([z.enum(builtInTemplates), z.uuid()])

export interface MailTemplate {
  readonly id: string
  readonly name: string
  readonly subject: string
  readonly body: string
  readonly builtIn: boolean
  /** Differs from what the program brought along. */
  readonly changed: boolean
}

export const templateInputSchema = z.strictObject({
  /** Null = a new one. */
  id: templateIdSchema.nullable(),
  name: oneLine(40).min(1),
  subject: oneLine(MAX_SUBJECT).min(1),
  body: rawText(MAX_BODY).min(1),
})
export type TemplateInput = z.infer<typeof templateInputSchema>

/** A subject and a text as the operator wrote them. */
export const mailWordsSchema = z.strictObject({
  subject: oneLine(MAX_SUBJECT).min(1),
  body: rawText(MAX_BODY).min(1),
})
export type MailWords = z.infer<typeof mailWordsSchema>

/** One mail of the journal, without its text. */
export interface MailRow {
  readonly id: string
  readonly orderId: number
  readonly orderNo: string
  readonly name: string
  readonly batchId: string
  readonly templateName: string
  readonly recipient: string
  readonly subject: string
  readonly state: MailState
  readonly reason: MailReason | null
  /** The server's code (`550 5.1.1`), or the names of missing values; never a sentence of the server. */
  readonly detail: string
  readonly operatorName: string
  readonly createdAt: Instant
  readonly endedAt: Instant | null
}

export interface MailText extends MailRow {
  readonly body: string
}

/** A mail as it would go. */
export interface MailPreview {
  readonly orderId: number
  readonly orderNo: string
  readonly name: string
  /** Where it would go; empty when the order has no usable address. */
  readonly recipient: string
  readonly addressProblem: 'noAddress' | 'badAddress' | null
  readonly subject: string
  readonly body: string
  /** Placeholders of the template for which this order has no value. */
  readonly missing: readonly string[]
  /** Placeholders that a general sentence stands for, because the cart's file does not tell their value. */
  readonly general: readonly string[]
  /** The newest mail of the same template to this order that went out or may have. */
  readonly earlier: { readonly at: Instant; readonly state: MailState } | null
}

/** Who of a selection would get what; orders that are gone are left out. */
export type MailPlanRow = Omit<MailPreview, 'subject' | 'body'>

/** The bulk that runs, or the last one since the program began. */
export interface MailRun {
  /** Empty before the first. */
  readonly batchId: string
  readonly running: boolean
  readonly stopping: boolean
  readonly total: number
  readonly done: number
}

export const mailSendSchema = z.strictObject({
  /** Made by the window, one per click: the same batch is never sent twice. */
  batchId: z.uuid(),
  templateId: templateIdSchema,
  items: z
    .array(z.strictObject({ id: z.uuid(), orderId: z.int().positive() }))
    .min(1)
    .max(MAX_BULK)
    .refine((items) => new Set(items.map(({ id }) => id)).size === items.length)
    .refine((items) => new Set(items.map(({ orderId }) => orderId)).size === items.length),
  /** Also to orders to which this template went before. */
  again: z.boolean(),
  /** Subject and text as edited; only for a single order. */
  words: mailWordsSchema.nullable(),
})
export type MailSend = z.infer<typeof mailSendSchema>

export const mailHistoryRequestSchema = z.strictObject({
  orderNo: z.string().trim().max(50).default(''),
  /** Empty = all. */
  states: z.array(z.enum(mailStates)).max(mailStates.length).default([]),
  page: z.int().min(0).max(100_000),
  pageSize: z.int().min(1).max(100),
})
export type MailHistoryRequest = z.infer<typeof mailHistoryRequestSchema>

export interface MailHistory {
  readonly rows: readonly MailRow[]
  readonly count: number
}

/** How a trial ended. */
export interface MailTrial {
  readonly ok: boolean
  readonly to: string
  readonly reason: MailReason | null
  readonly detail: string
}

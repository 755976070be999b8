import { z } from 'zod'

/** What a check says of a text with a control character in it, so that the refusal can say so. */
export const CONTROL_CHARACTER = 'control-character'

const harmless = /^[\t\n\r\P{Cc}]*$/u

/**
 * Typed text of at most `max` characters, trimmed. A control character is refused: the data file's driver ends a text at
 * NUL, so that the rest would be lost without a word. Tab and line ends stay; a cart's file may have brought them.
 */
export const typedText = (max: number) => z.string().trim().max(max).regex(harmless, CONTROL_CHARACTER)

/** The same as `typedText` without trimming: what is searched for, a message, or what is levelled afterwards. */
export const rawText = (max: number) => z.string().max(max).regex(harmless, CONTROL_CHARACTER)

/** Typed text on one line, printable: neither tab nor line ends either. */
export const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, CONTROL_CHARACTER)

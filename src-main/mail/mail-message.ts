import type { Instant } from '../../src-shared/business-day.ts'
import { bodyText, headerText, isMailAddress } from '../../src-shared/mail-template.ts'

/** A mail before it is written out. */
export interface MailDraft {
  /** UUID of the mail; its Message-ID follows from it, so that a copy can be told from a second mail. */
  readonly id: string
  readonly at: Instant
  readonly from: { readonly name: string; readonly address: string }
  readonly to: { readonly name: string; readonly address: string }
  /** Empty = none. */
  readonly replyTo: string
  /** Gets a copy that the buyer does not see; empty = none. */
  readonly copyTo: string
  readonly subject: string
  readonly body: string
}

/** A mail as it goes over the wire: envelope and RFC 5322 text. */
export interface ComposedMail {
  readonly from: string
  /** The buyer first, then the shop's copy. */
  readonly to: readonly string[]
  readonly raw: Buffer
}

/**
 * Writes a mail out: one text part, UTF-8 in base64, so that no line of any text can become a line of the protocol. What
 * goes into a header is put on one line first. Throws for an address that `isMailAddress` refuses.
 */
export async function composeMail(draft: MailDraft): Promise<ComposedMail> {
  const { from, to, replyTo, copyTo } = draft
  for (const address of [from.address, to.address, replyTo, copyTo]) {
    if (address !== '' && !isMailAddress(address)) throw new Error('a mail address was not checked')
  }
  // Loaded with the first mail: the start of the program need not wait for it.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const domain = from.address.slice(from.address.indexOf('@') + 1)
  const composer = new MailComposer({
    from: { name: headerText(from.name, 100), address: from.address },
    to: { name: headerText(to.name, 100), address: to.address },
    ...(replyTo === '' ? {} : { replyTo: { name: '', address: replyTo } }),
    subject: headerText(draft.subject),
    date: new Date(draft.at),
    messageId: `<${draft.id}@${domain}>`,
    text: bodyText(draft.body),
    encoding: 'base64',
    textEncoding: 'base64',
    newline: 'win',
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const raw = await composer.compile().build()
  const receivers = copyTo === '' || copyTo === to.address ? [to.address] : [to.address, copyTo]
  return { from: from.address, to: receivers, raw }
}

import type { Knex } from 'knex'

/** A template as the shop worded it. */
export interface StoredTemplate {
  readonly id: string
  readonly name: string
  readonly subject: string
  readonly body: string
}

interface Row extends StoredTemplate {
  readonly created_at: number
}

/** Everything the shop worded itself, the oldest first. */
export async function storedTemplates(db: Knex): Promise<readonly StoredTemplate[]> {
  const rows = await db('mail_templates')
    .orderBy([{ column: 'created_at' }, { column: 'id' }])
    .select<Row[]>()
  return rows.map(({ id, name, subject, body }) => ({ id, name, subject, body }))
}

export async function putTemplate(trx: Knex, template: StoredTemplate, at: number): Promise<void> {
  const { name, subject, body } = template
  await trx('mail_templates')
    .insert({ ...template, created_at: at })
    .onConflict('id')
    .merge({ name, subject, body })
}

export async function dropTemplate(trx: Knex, id: string): Promise<void> {
  await trx('mail_templates').where({ id }).delete()
}

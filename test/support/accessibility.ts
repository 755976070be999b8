import axe from 'axe-core'
import { expect, type Page } from '@playwright/test'

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly target: readonly string[]; readonly html: string }[]
  }[]
}

/**
 * How much must be right: everything axe knows, the levels A and AA of WCAG 2.1, or contrast alone, which is all that
 * can differ once the same screen was looked at in the other colours.
 */
export type Strictness = 'all' | 'wcag' | 'contrast'

const only: Readonly<Record<Strictness, string>> = {
  all: '',
  wcag: ', runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]',
  contrast: ', runOnly: ["color-contrast"]',
}

/**
 * Nothing that axe finds on the screen as it stands. What moves is waited for: a dialog that is fading in has no
 * contrast yet. A fault that a later look no longer finds was part of such a movement; one that lasts fails.
 */
export async function expectAccessible(page: Page, strictness: Strictness = 'all', name = ''): Promise<void> {
  await page.evaluate(axe.source)
  await expect
    .poll(() => problems(page, strictness), { message: name, timeout: 8_000, intervals: [100, 250, 500, 1_000] })
    .toEqual([])
}

/** Each kind of problem with its first place, and how often it is there. */
async function problems(page: Page, strictness: Strictness): Promise<readonly string[]> {
  const result = await page.evaluate<AxeResult>(`axe.run(document, { resultTypes: ["violations"]${only[strictness]} })`)
  return result.violations.map(({ id, nodes: [first, ...others] }) => {
    const place = `${first?.target.join(' ') ?? ''}: ${first?.html.slice(0, 120) ?? ''}`
    return `${id} ${place} (${String(others.length + 1)})`
  })
}

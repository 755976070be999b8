import axe from 'axe-core'
import type { Page } from '@playwright/test'

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly impact: string
    readonly nodes: readonly { readonly target: readonly string[] }[]
  }[]
}

/** What axe calls serious or critical on the screen as it is, with the first place of each. */
export async function seriousProblems(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const result = await page.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })')
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(' ') ?? ''} (${String(nodes.length)})`)
}

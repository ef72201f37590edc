/** What hinders people who cannot see, hear, point or tell colours apart: axe-core on a page, and controls too small for a finger. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** What is serious or critical on the page as it stands: one line per rule with the first element; empty is good. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE)
  const found = (await page.evaluate('axe.run(document, {resultTypes: ["violations"]})')) as {
    readonly violations: readonly Violation[]
  }
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => `${impact} ${id} ×${nodes.length}: ${nodes[0]?.html.slice(0, 200)}`)
}

/** Controls a finger misses: lower or narrower than 44 pixels. A link within a sentence is as high as its line. */
export function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('a, button, select, textarea, input, summary, [role=option]')]
      .filter((node) => node.checkVisibility() && !node.closest('.chip, .drop-zone, p, .skip'))
      .filter((node) => {
        const { width, height } = node.getBoundingClientRect()
        return width > 0 && (height < 43.5 || width < 43.5)
      })
      .map((node) => node.outerHTML.slice(0, 160)),
  )
}

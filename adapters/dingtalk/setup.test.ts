/** The page that leads to a working robot: its settings are settings, and its directory leads to accounts and groups. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { DEFAULTS } from '../../src/config.ts'
import { plotDingtalk } from './testing/house.ts'

const PAGE = readFileSync(new URL('../../docs/dingtalk.md', import.meta.url), 'utf8')

/** The first block of code of this kind, without its indent. */
function block(kind: string): string {
  const code = new RegExp(`^ *\`\`\`${kind}\\n([\\s\\S]*?)^ *\`\`\`$`, 'm').exec(PAGE)?.[1] ?? ''
  if (code === '') throw new Error(`the page has no ${kind}`)
  return code.replace(/^ {3}/gm, '')
}

it('names settings that there are, and no others', () => {
  const named = [...PAGE.matchAll(/\b(?:DINGTALK_[A-Z_]+|PUBLIC_URL|SECRET_KEY|DIRECTORY_FILE)\b/g)].map(
    ([name]) => name,
  )
  expect(new Set(named).size).toBeGreaterThan(7)
  expect(named.filter((name) => !(name in DEFAULTS))).toEqual([])
  expect([...block('sh').matchAll(/^(\w+)=/gm)].map(([, name]) => name)).toEqual([
    'DINGTALK_CLIENT_ID',
    'DINGTALK_CLIENT_SECRET',
    'DINGTALK_CORP_ID',
    'DINGTALK_ROBOT_CODE',
  ])
})

it('shows a directory that leads to accounts and groups', async () => {
  const file = join(tmpdir(), `redress-directory-${process.pid}.yaml`)
  writeFileSync(file, block('yaml'))
  const plot = await plotDingtalk({ env: { DIRECTORY_FILE: file } })
  const { house } = await plot.open()
  try {
    const dingtalk = house.platforms.get('dingtalk')
    expect(dingtalk?.address({ in: 'person', person: 'wang.li' })).toBe('user/0123456789')
    expect(dingtalk?.address({ in: 'channel', channel: 'quality' })).toBe('group/cidAbCdEf==')
    expect(dingtalk?.address({ in: 'customer', number: 'C-1' })).toBeUndefined()
    expect(dingtalk?.unready()).toBeUndefined()
  } finally {
    await house.stop()
    await plot.clear()
    rmSync(file)
  }
})

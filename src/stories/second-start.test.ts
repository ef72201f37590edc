/** Only one Redress at a time owns a SQLite file; whoever reads is welcome. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { openHouse } from '../main.ts'
import { tell } from './house.ts'
import { files, reviewed } from './road.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

test('a second one on the same file is refused with the reason; a reader is welcome', async () => {
  const house = await tell()
  const number = await files(house)
  const second = openHouse(house.config, { log: pino({ level: 'silent' }) })
  await expect(second).rejects.toThrow(
    /already in use by process \d+: one Redress per SQLite file\. Stop the other one/,
  )

  const env = {
    DATABASE_URL: `file:${join(house.folder, 'redress.db')}`,
    FILES_URL: `file:${join(house.folder, 'files')}`,
    PORT: '0',
  }
  const run = promisify(execFile)
  const cli = (...args: string[]) => run(process.execPath, ['src/redress.js', ...args], { cwd: ROOT, env })
  const [json, words, started] = await Promise.all([
    cli('case', number, '--json'),
    cli('case', number, '--lang', 'en'),
    cli('start').then(
      () => undefined,
      (error: { code: number; stderr: string }) => error,
    ),
  ])
  const shown = JSON.parse(json.stdout)
  expect(shown).toMatchObject({ case: { number }, chain: 'intact' })
  expect(shown.facts).toEqual(await house.facts(number))
  expect(words.stdout).toContain(number)
  expect(started?.code).not.toBe(0)
  expect(started?.stderr).toContain('already in use')
  await reviewed(house, number)
  await house.close()
})

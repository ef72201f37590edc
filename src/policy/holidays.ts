/** Reads holiday year files (`holiday-cn-2026.json`) from a folder. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HolidayFile } from '../rules/calendar.ts'
import type { ReadHolidays } from './compile-time.ts'

/** A reader of the year files in a folder: `holiday-<name>-<year>.json`. It throws when a set has no file at all. */
export function holidaysIn(folder: string): ReadHolidays {
  return (name) => {
    const files = readdirSync(folder).filter(
      (file) => file.startsWith(`holiday-${name}-`) && /-\d{4}\.json$/.test(file),
    )
    if (files.length === 0) throw new Error(`no holiday-${name}-YEAR.json`)
    return files.sort().map((file) => yearFile(join(folder, file), file))
  }
}

function yearFile(path: string, file: string): HolidayFile {
  try {
    const read = JSON.parse(readFileSync(path, 'utf8')) as HolidayFile
    const named = Number(/-(\d{4})\.json$/.exec(file)?.[1])
    // A copy of last year's file under this year's name would leave this year uncovered, and say nothing.
    if (read.year !== named) throw new Error(`it says year ${read.year}`)
    return read
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** What may stop a command, in words for whoever called it: a wrong policy, a busy database, a port in use. */
import { AUDIT, audited } from '../../cards/audit.ts'
import { UnusableDatabase } from '../../data/unusable.ts'
import { setbackLines, WrongSettings } from '../config.ts'
import type { Problem } from '../policy/problems.ts'
import { WrongPolicy } from '../policy-shelf.ts'
import { CannotSeal } from '../sealing.ts'
import { OBSTACLES, Unwritten } from '../unwritten.ts'

/** Words for an expected stopper; undefined for a fault of ours. */
export async function wordsFor(error: unknown): Promise<string | undefined> {
  if (error instanceof WrongSettings) return setbackLines(error.problems)
  if (error instanceof WrongPolicy) return problemLines(error.problems)
  if (error instanceof CannotSeal) return sealWords(error)
  if (error instanceof UnusableDatabase) return `${error.says.zh}\n${error.says.en}`
  if (error instanceof Unwritten)
    return `现在什么都记不下来。\nNothing can be written down: ${OBSTACLES[error.obstacle]}.`
  if (!(error instanceof Error) || !('code' in error)) return undefined
  if (error.code === 'EADDRINUSE')
    return '端口已被占用：换一个 PORT，或先停掉另一个进程。\nThe port is in use: choose another PORT, or stop the other process first.'
  if (error.code === 'ENOENT' && 'path' in error) return `没有这个文件 / no such file: ${String(error.path)}`
  return undefined
}

function sealWords({ code, day, mark }: CannotSeal): string {
  const { zh, en } = audited(code === 'forged' ? AUDIT.forged : AUDIT.wrong_key, { day, mark })
  return `${zh}\n${en}`
}

/** Problems of a policy: where, what, and how to mend it, in both languages. */
export function problemLines(problems: readonly Problem[]): string {
  return problems
    .map(({ severity, file, path, line, column, message, fix }) => {
      const where = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`
      return `${severity === 'error' ? '✗' : '!'} ${file}${where} ${path}\n    ${message.zh}。${fix.zh}\n    ${message.en}. ${fix.en}`
    })
    .join('\n')
}

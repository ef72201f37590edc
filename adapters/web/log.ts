/** The little of a logger that the server needs; pino fits. */
export interface Log {
  debug?(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/**
 * What may be logged of an error: its name and where it was thrown. Its message is left out, since messages quote what
 * people wrote (a JSON error quotes the body, a database error the row).
 */
export function safeError(error: unknown): { readonly error: string; readonly at: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error, at: [] }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { error: error.name, at: frames.slice(0, 8).map((line) => line.trim()) }
}

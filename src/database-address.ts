/** How a database is named in the settings: the path of a SQLite file, `:memory:`, or the address of a PostgreSQL server. */

/** Whether an address leads to a PostgreSQL server, which several replicas may share. */
export const isPostgres = (database: string): boolean => /^postgres(?:ql)?:/.test(database)

/** A database by the name an operator knows it by, without user and password. */
export function databaseName(database: string): string {
  if (!isPostgres(database)) return database
  const { host, pathname } = URL.canParse(database) ? new URL(database) : { host: '', pathname: '' }
  return `postgres://${host}${pathname}`
}

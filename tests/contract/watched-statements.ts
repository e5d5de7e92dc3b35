import { type SqlValue, SqliteDatabase, Statement } from '../../server/storage/drivers/sqlite/sqlite-database.ts'

type Watched = (this: unknown, ...values: readonly unknown[]) => unknown

/**
 * From now on every SQL statement of this thread runs inside `around`, which runs it by calling its argument, or does not.
 * Scripts run statement by statement. Ends when the returned function is called.
 */
export function watchStatements(around: (execute: () => unknown) => unknown): () => void {
  const original = Object.getOwnPropertyDescriptors(SqliteDatabase.prototype).run
  const originals = Object.getOwnPropertyDescriptors(Statement.prototype)
  const run = original.value as Watched
  Object.defineProperty(SqliteDatabase.prototype, 'run', {
    ...original,
    value(this: SqliteDatabase, sql: string): void {
      for (const statement of sql.replaceAll(/--.*/g, '').split(';')) {
        if (statement.trim() !== '') around(() => run.call(this, statement))
      }
    },
  })
  for (const name of ['get', 'all', 'run'] as const) {
    const method = originals[name].value as Watched
    Object.defineProperty(Statement.prototype, name, {
      ...originals[name],
      value(this: Statement<unknown>, ...values: readonly SqlValue[]): unknown {
        return around(() => method.call(this, ...values))
      },
    })
  }
  return () => {
    Object.defineProperty(SqliteDatabase.prototype, 'run', original)
    Object.defineProperties(Statement.prototype, originals)
  }
}

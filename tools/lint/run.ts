import '../local-stack/node-version.ts'
import { migrationsFolder } from '../local-stack/paths.ts'
import { filesNeeded } from './layout.ts'
import { rules } from './rules.ts'
import { readMigrations, readSchema } from './schema.ts'

/**
 * `npm run lint:sql` checks the layout and the documentation of supabase/migrations. It needs no
 * database. It prints every finding, the longest functions, and the functions whose code is spread
 * over the most files.
 */
const SHOWN = 10
const schema = readSchema(readMigrations(migrationsFolder))

console.log('The files that a reader needs to follow a function, without those of the foundation:')
for (const { name, files } of filesNeeded(schema).slice(0, SHOWN)) {
  console.log(`  ${files.length}  ${name.padEnd(32)} ${files.join(', ')}`)
}

console.log('\nThe longest functions:')
const byLength = schema.routines.toSorted((a, b) => b.lines - a.lines)
for (const { name, lines, file } of byLength.slice(0, SHOWN)) {
  console.log(`  ${String(lines).padStart(3)} lines  ${name.padEnd(44)} ${file}`)
}

let count = 0
for (const { title, find } of rules) {
  const found = find(schema)
  count += found.length
  console.log(`\n${found.length === 0 ? 'ok' : 'FAIL'}  ${title}`)
  for (const { where, what } of found) console.log(`  ${where}: ${what}`)
}
console.log(`\n${count} findings`)
process.exitCode = count > 0 ? 1 : 0

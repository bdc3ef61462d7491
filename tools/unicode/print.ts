import { asPattern, classes, rangesOf } from './classes.ts'

/** `npx tsx tools/unicode/print.ts` prints the body of social_private.script_ranges(). */
const width = 98
console.log(`-- Unicode ${process.versions.unicode}`)
for (const [name, characters] of Object.entries(classes)) {
  console.log(`  when '${name}' then`)
  let line = ''
  for (const range of asPattern(rangesOf(characters))) {
    if (line.length + range.length + 6 > width) {
      console.log(`    '${line}'`)
      line = ''
    }
    line += range
  }
  console.log(`    '${line}'`)
}

import postgres from 'postgres'
import type { Cluster } from './cluster.ts'
import type { Path } from './path.ts'
import { claims } from './sessions.ts'

/**
 * Prints the plans of our variants and of the statements inside our functions. auto_explain logs
 * these plans.
 */
export async function printPlans(cluster: Cluster, paths: Path[]): Promise<void> {
  for (const path of paths) {
    const variant = path.variants.find((one) => one.name === 'ours')
    if (!variant?.viewer) continue
    const plans: string[] = []
    const sql = postgres(cluster.url('supabase_admin'), {
      max: 1,
      onnotice: ({ message = '' }) => plans.push(message),
    })
    await sql.unsafe(`
      load 'auto_explain';
      set auto_explain.log_min_duration = 0.05;
      set auto_explain.log_analyze = on;
      set auto_explain.log_buffers = on;
      set auto_explain.log_nested_statements = on;
      set auto_explain.log_level = notice`)
    await sql.unsafe(`select set_config('request.jwt.claims', $1, false)`, [
      claims(variant.viewer.id),
    ])
    await sql.unsafe('set role authenticated')
    await variant.before?.()
    await sql.unsafe('begin')
    // The first runs fill the caches. Only the plans of the last run are printed.
    for (let run = 0; run < 7; run++) {
      plans.length = 0
      await sql.unsafe(variant.text, variant.params[0], { prepare: true })
    }
    console.log(`\n=== ${path.name}\n${plans.join('\n\n')}`)
    await sql.unsafe('rollback')
    await sql.end()
  }
}

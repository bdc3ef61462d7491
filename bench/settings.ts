export type Settings = Record<string, string>

/** Settings for generating data, which need not survive a crash. */
export const GENERATE: Settings = {
  shared_buffers: '2GB',
  maintenance_work_mem: '1GB',
  max_wal_size: '16GB',
  checkpoint_timeout: '30min',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
  jit: 'off',
}

/** Settings that are fast but lose data when the machine crashes. */
export const CARELESS: Settings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
}

/** Settings for measuring: those of a hosted server with 8 GB of memory, without JIT. */
export const MEASURE: Settings = {
  shared_buffers: '2GB',
  effective_cache_size: '6GB',
  work_mem: '8MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '4GB',
  random_page_cost: '1.1',
  autovacuum: 'on',
  jit: 'off',
}

/** The settings that the header of the report prints. */
export const SHOWN = [
  ...Object.keys(MEASURE),
  'fsync',
  'full_page_writes',
  'synchronous_commit',
  'wal_level',
]

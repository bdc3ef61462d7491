export { downscale } from './downscale.ts'
export { ingest } from './ingest.ts'
export { putRaw } from './raw-upload.ts'

'use client'

/**
 * supabase-social/react: hooks on TanStack Query.
 * @packageDocumentation
 */
export type { Command } from './hooks/command.ts'
export * from './hooks/comment-commands.ts'
export { type List, useList } from './hooks/list.ts'
export * from './hooks/live.ts'
export * from './hooks/more-commands.ts'
export * from './hooks/people-commands.ts'
export * from './hooks/post-commands.ts'
export * from './hooks/reads.ts'
export { prefetchSignedUrls, seedSignedUrls, useSignedUrls } from './hooks/signed-urls.ts'
export type { ToggleState } from './hooks/toggle.ts'
export * from './hooks/toggles.ts'
export { type UploadFile, type Uploads, useUpload } from './hooks/upload.ts'
export * from './provider.tsx'
export type { ListData, ListOptions, ReadOptions, SocialKey } from './queries/base.ts'
export * as queries from './queries/index.ts'

export * from './more.ts'
export * from './people.ts'
export * from './posts.ts'

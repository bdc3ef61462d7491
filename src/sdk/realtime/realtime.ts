export { inboxDataSource } from './inbox-data-source.ts'
export { managerOf } from './subscription-manager.ts'
export { watchPost } from './watch-post.ts'

export { HistoryPage } from './history-page.tsx'
export { LikersPage } from './likers-page.tsx'
export { PostPage } from './post-page.tsx'

export { NewPostPage } from './new-post-page.tsx'

export { HashtagPage } from './hashtag-page.tsx'
export { HashtagsPage } from './hashtags-page.tsx'

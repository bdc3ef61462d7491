export { CloseFriendsPage } from './close-friends-page.tsx'
export { FollowRequestsPage } from './requests-page.tsx'
export { SuggestionsPage } from './suggestions-page.tsx'

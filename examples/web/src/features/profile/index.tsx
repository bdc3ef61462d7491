export { EditProfilePage } from './edit-page.tsx'
export { ArchivePage, SavedPage } from './own-lists.tsx'
export { FollowersPage, FollowingPage } from './people-pages.tsx'
export { OwnProfilePage, ProfilePage } from './profile-page.tsx'

import { Stub } from '../stub.tsx'

export const ProfilePage = Stub
export const OwnProfilePage = Stub
export const FollowersPage = Stub
export const FollowingPage = Stub
export const SavedPage = Stub
export const ArchivePage = Stub

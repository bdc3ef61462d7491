import { Stub } from '../stub.tsx'

export const SuggestionsPage = Stub
export const FollowRequestsPage = Stub
export const CloseFriendsPage = Stub

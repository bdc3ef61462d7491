import { Stub } from '../stub.tsx'

export const PostPage = Stub
export const LikersPage = Stub
export const HistoryPage = Stub

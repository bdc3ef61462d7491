import { Stub } from '../stub.tsx'

export const HashtagPage = Stub
export const HashtagsPage = Stub

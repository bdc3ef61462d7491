import { Stub } from '../stub.tsx'

export const ExplorePage = Stub

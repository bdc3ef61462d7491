import { Stub } from '../stub.tsx'

export const SearchPage = Stub

import { Stub } from '../stub.tsx'

export const HomePage = Stub

import { Stub } from '../stub.tsx'

export const PanesPage = Stub

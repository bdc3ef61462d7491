import { Stub } from '../stub.tsx'

export const NewPostPage = Stub

import { Stub } from '../stub.tsx'

export const NotificationsPage = Stub

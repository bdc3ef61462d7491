import { Stub } from '../stub.tsx'

export const SettingsPage = Stub
export const EditProfilePage = Stub
export const UsernamePage = Stub
export const PrivacyPage = Stub
export const BlockedPage = Stub
export const MutedPage = Stub
export const MutedWordsPage = Stub
export const NotificationSettingsPage = Stub
export const FeedSettingsPage = Stub
export const PasswordPage = Stub
export const SessionsPage = Stub
export const DeletedPage = Stub
export const OwnReportsPage = Stub
export const SanctionsPage = Stub
export const ExportPage = Stub
export const AccountPage = Stub

import { Stub } from '../stub.tsx'

export const ReportQueuePage = Stub
export const ReportPage = Stub
export const AppealsPage = Stub
export const AuditLogPage = Stub
export const StatisticsPage = Stub
export const TeamPage = Stub

import { Stub } from '../stub.tsx'

export const LogInPage = Stub
export const SignUpPage = Stub
export const ForgotPasswordPage = Stub
export const ResetPasswordPage = Stub
export const ConfirmPage = Stub

'use client'

import { type FormEvent, useState } from 'react'
import { useSocial } from 'supabase-social/react'

/** Signs in. The browser keeps the session in cookies, where the server finds it. */
export default function SignIn() {
  const { auth } = useSocial()
  const [problem, setProblem] = useState<string>()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const email = String(form.get('email'))
    const { error } = await auth.signIn({ email, password: String(form.get('password')) })
    if (error) return setProblem(error.message)
    // A new page, because the browser may have cached pages of somebody without a login.
    window.location.assign('/')
  }
  return (
    <form onSubmit={submit}>
      <h1>Sign in</h1>
      <label>
        Email
        <input name="email" type="email" autoComplete="username" required />
      </label>
      <label>
        Password
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      {problem && <p role="alert">{problem}</p>}
      <button type="submit">Sign in</button>
    </form>
  )
}

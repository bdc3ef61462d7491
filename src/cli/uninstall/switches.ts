import { randomBytes } from 'node:crypto'
import { type Api, bodyOf, jsonRequest } from './http.ts'

/** A switch of the project that only its settings can change. */
export type Switch = 'on' | 'off' | 'unknown'

/**
 * Finds out whether the sign-up hook is on, by a sign-up that cannot succeed: its username is
 * invalid. The hook refuses it with the code of supabase-social. Without the hook, the trigger
 * makes it fail. So call this only while the trigger exists.
 */
export async function probeHook(api: Api): Promise<Switch> {
  const unique = randomBytes(12).toString('hex')
  const user = {
    email: `supabase-social-${unique}@example.com`,
    password: `Aa1!${unique}`,
    data: { social_username: '!' },
  }
  // With this header, Auth answers an error of the trigger with status 500.
  const request = jsonRequest('POST', user, { 'x-supabase-api-version': '2024-01-01' })
  const response = await api.send('/auth/v1/signup', request, 1)
  const body = await bodyOf(response)
  const message = String(body.msg ?? body.message ?? '')
  if (message.includes('before_user_created')) return 'on' // the hook is on and fails
  const isTrigger = message === 'Database error saving new user' || /^PT\d/.test(String(body.code))
  if (isTrigger) return 'off'
  return message === 'username_invalid' ? 'on' : 'unknown'
}

/**
 * Finds out whether the Data API exposes the schema `social`. If an exposed schema is missing, the
 * Data API cannot load its schema cache, and every request of the host's app fails.
 */
export async function probeExposure(api: Api): Promise<Switch> {
  const request = { headers: { 'accept-profile': 'social' } }
  const response = await api.send('/rest/v1/rpc/version', request, 1)
  const { code } = await bodyOf(response)
  if (code === 'PGRST106') return 'off'
  if (code === 'PGRST002') return 'on' // the cache cannot be loaded, as without the schema
  const isAnswered = response.ok || response.status === 404 || code === '42501'
  return isAnswered ? 'on' : 'unknown'
}

/** Whether the project still answers a call of an edge function. */
export async function isDeployed(api: Api, name: string): Promise<boolean> {
  const response = await api.send(`/functions/v1/${name}`)
  return response.status !== 404
}

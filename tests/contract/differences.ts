/** The calls that @supabase/lite answers otherwise than the real server, and why. */
export const differences: Record<string, string> = {}

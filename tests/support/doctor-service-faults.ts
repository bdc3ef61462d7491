import { type Fault, fault } from './doctor-fault.ts'

const storageFaults: Fault[] = [
  fault('a private bucket is public', 'buckets', {
    breaks: "update storage.buckets set public = true where id = 'social-media'",
    says: 'social-media is public, and must not be',
    mends: "update storage.buckets set public = false where id = 'social-media'",
  }),
  fault('the bucket of profile pictures is public', 'buckets', {
    breaks: "update storage.buckets set public = true where id = 'social-avatars'",
    says: 'social-avatars is public, and must not be',
    mends: "update storage.buckets set public = false where id = 'social-avatars'",
  }),
  fault('a bucket is missing', 'buckets', {
    breaks: "update storage.buckets set id = 'gone' where id = 'social-exports'",
    says: 'social-exports is missing',
    mends: "update storage.buckets set id = 'social-exports' where id = 'gone'",
  }),
  fault('a bucket has another size limit', 'buckets', {
    breaks: "update storage.buckets set file_size_limit = 1000 where id = 'social-avatars'",
    says: 'social-avatars must allow files of 5242880 bytes',
    mends: "update storage.buckets set file_size_limit = 5242880 where id = 'social-avatars'",
  }),
  fault('a bucket accepts every type of file', 'buckets', {
    breaks: "update storage.buckets set allowed_mime_types = null where id = 'social-avatars'",
    says: 'social-avatars allows every type, and must allow image/jpeg',
    mends: `update storage.buckets set allowed_mime_types = '{image/jpeg}'
      where id = 'social-avatars'`,
  }),
  fault('the bucket of raw uploads accepts only some types', 'buckets', {
    breaks:
      "update storage.buckets set allowed_mime_types = '{image/*}' where id = 'social-uploads'",
    says: 'social-uploads allows image/*, and must allow every type',
    mends: "update storage.buckets set allowed_mime_types = null where id = 'social-uploads'",
  }),
  fault('a restrictive policy is missing beside an open policy of the host', 'storage policies', {
    breaks: 'alter policy social_limit_read on storage.objects rename to renamed',
    says: '"social_limit_read" on storage.objects is missing. These policies may then open files of supabase-social: "Signed-in people see buckets" on storage.buckets, "Give users access to files" on storage.objects. ',
    mends: 'alter policy renamed on storage.objects rename to social_limit_read',
  }),
  fault('a restrictive policy is changed', 'storage policies', {
    breaks: 'alter policy social_limit_delete on storage.objects using (true)',
    says: '"social_limit_delete" on storage.objects is changed',
    mends: `alter policy social_limit_delete on storage.objects using (
      (bucket_id in ('social-uploads', 'social-media', 'social-avatars', 'social-exports'))
      is not true)`,
  }),
  fault('row-level security is off on storage.objects', 'storage policies', {
    breaks: 'alter table storage.objects disable row level security',
    says: 'Row-level security is off on storage.objects',
    mends: 'alter table storage.objects enable row level security',
  }),
]

const realtimeFaults: Fault[] = [
  fault('a policy on messages is missing beside an open policy of the host', 'realtime policies', {
    breaks: 'alter policy social_limit_send on realtime.messages rename to renamed',
    says: '"social_limit_send" on realtime.messages is missing. These policies may then open topics of supabase-social: "Signed-in people listen" on realtime.messages, "Signed-in people talk" on realtime.messages. ',
    mends: 'alter policy renamed on realtime.messages rename to social_limit_send',
  }),
  fault('a policy on messages is changed', 'realtime policies', {
    breaks: 'alter policy social_limit_send on realtime.messages with check (true)',
    says: '"social_limit_send" on realtime.messages is changed',
    mends: `alter policy social_limit_send on realtime.messages
      with check ((topic like 'social:%') is not true)`,
  }),
  fault('a policy on messages is for other roles', 'realtime policies', {
    breaks: 'alter policy social_limit_read on realtime.messages to anon',
    says: '"social_limit_read" on realtime.messages is changed',
    mends: 'alter policy social_limit_read on realtime.messages to anon, authenticated',
  }),
  fault('row-level security is off on messages', 'realtime policies', {
    breaks: 'alter table realtime.messages disable row level security',
    says: 'Row-level security is off on realtime.messages',
    mends: 'alter table realtime.messages enable row level security',
  }),
]

const timeoutFaults: Fault[] = [
  fault('requests of a role must be too quick', 'timeouts', {
    breaks: "alter role anon set statement_timeout = '900ms'",
    says: 'anon has a statement_timeout of 900ms',
    mends: "alter role anon set statement_timeout = '3s'",
  }),
  fault('requests of a role may take forever', 'timeouts', {
    breaks: 'alter role authenticated set statement_timeout = 0',
    says: 'authenticated has no statement_timeout',
    mends: "alter role authenticated set statement_timeout = '8s'",
  }),
]

/** SQL that breaks what supabase-social needs in the schemas of Supabase. */
export const serviceFaults: Fault[] = [...storageFaults, ...realtimeFaults, ...timeoutFaults]

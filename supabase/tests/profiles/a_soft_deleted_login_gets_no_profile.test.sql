begin;
select plan(3);
-- A copy of another project inserts logins with all their values.
insert into auth.users (instance_id, id, aud, role, email, email_confirmed_at, deleted_at,
  confirmation_token, recovery_token, email_change_token_new, email_change, created_at, updated_at,
  raw_user_meta_data)
values (
  '00000000-0000-0000-0000-000000000000', '00000000-0000-4000-8000-00000000a11c',
  'authenticated', 'authenticated', 'a', now(), now(), '', '', '', '', now(), now(),
  '{"social_username": "alice"}');
select is_empty('select from social.profiles', 'a login that is inserted soft-deleted gets no profile');
update auth.users set email = 'alice@example.com', email_confirmed_at = null;
update auth.users set email_confirmed_at = now();
select is_empty('select from social.profiles',
  'the confirmation of a soft-deleted login creates no profile');
select is_empty(
  $$select social_private.create_missing_profiles(
    '[{"id": "00000000-0000-4000-8000-00000000a11c"}]'), id from social.profiles$$,
  'the backfill creates no profile for a soft-deleted login');
select * from finish();
rollback;

begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
create table public.orders (buyer uuid constraint orders_buyer_fkey references auth.users (id));
create table public.prizes (
  post uuid constraint prizes_post_fkey references social.posts (id),
  comment uuid constraint prizes_comment_fkey references social.comments (id),
  upload uuid constraint prizes_upload_fkey references social_private.uploads (id));
insert into public.orders values (social_tests.id('alice'));
select social_tests.post('carol', name) from unnest(array['open', 'won', 'lost']) as name;
select social_tests.comment('carol', 'open', name) from unnest(array['wins', 'loses']) as name;
select social_tests.upload('carol') from generate_series(1, 2);
insert into public.prizes values (
  social_tests.post_id('won'), social_tests.comment_id('wins'),
  (select min(id::text)::uuid from social_private.uploads));
update social.posts set deleted_at = now() - interval '1 year' where caption <> 'open';
update social.comments set deleted_at = now() - interval '1 year', deleted_by = 'author',
  deleter_id = author_id;
update social_private.uploads set created_at = now() - interval '1 week';
select social_tests.sign_in('alice');
select set_config('my.receipt', (select receipt_id from social.delete_profile(true))::text, true);
select social_tests.sign_in('bob');
select social.delete_profile(true);
select social_tests.act_as_operator();
update social_private.erasures set erases_at = erases_at - interval '1 hour'
where profile_id = social_tests.id('alice');

create function pg_temp.calls() returns integer language plpgsql as $$
begin
  for calls in 1..20 loop
    if (social_private.run_maintenance(1000)).is_done then
      return calls;
    end if;
  end loop;
  return null;
end;
$$;
select isnt(pg_temp.calls(), null, 'the worker is done when only rows are left on which it failed');
select is_empty($$select from auth.users where email like 'bob%'$$,
  'an account is erased although an account before it cannot be erased');
select is(array(select caption from social.posts order by 1), array['open', 'won'],
  'a post is erased although another post cannot be erased');
select is(array(select body from social.comments), array['wins'],
  'a comment is erased although another comment cannot be erased');
select is((select count(*) from social_private.uploads), 1::bigint,
  'an upload is deleted although another upload cannot be deleted');
select is(
  array(select queue || ' ' || attempts from social_private.failed_work order by queue),
  array['accounts 1', 'comments 1', 'posts 1', 'uploads 1'], 'each failure is noted once');
select matches(
  (select error from social_private.failed_work where queue = 'accounts'),
  '^23503: .*orders_buyer_fkey', 'the note contains the SQLSTATE and the constraint');
delete from social_private.file_deletions;
select is(social_private.is_work_due(), false,
  'no work is due while only rows are left on which the worker failed');
select is(
  (social.erasure_receipt(current_setting('my.receipt')::uuid)).erased_at, null,
  'the receipt does not say that an account is erased whose login could not be deleted');
select is_empty($$select from social.profiles, social_private.accounts
  where username = 'alice' and profile_id = profiles.id and audience_level > 0$$,
  'nobody sees an account whose login could not be deleted');

delete from public.orders;
delete from public.prizes;
update social_private.failed_work set retry_at = now();
select pg_temp.calls();
select is_empty('select from social_private.failed_work',
  'the notes disappear when the rows are erased');
select isnt((social.erasure_receipt(current_setting('my.receipt')::uuid)).erased_at, null,
  'an account is erased after its obstacle is gone');

select * from finish();
rollback;

begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'mallory']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.post('mallory', 'spam');
select social_tests.comment('mallory', 'spam', 'more spam');
select social_tests.follow('mallory', 'alice');
select social_tests.follow('alice', 'mallory');

create temp table calls as
select * from social_tests.calls(
  social_tests.id('alice'), social_tests.post_id('spam'), social_tests.comment_id('more spam'));
grant select on calls to anon, authenticated;

create function pg_temp.answers()
  returns table (name text, answer text)
  language plpgsql
as $$
declare
  call record;
begin
  for call in select * from calls order by calls.name loop
    name := call.name;
    begin
      execute format('select string_agg(r::text, ''|'') from (%s) as r', call.statement)
      into answer;
      raise exception 'back' using detail = coalesce(answer, 'nothing');
    exception when others then
      get stacked diagnostics answer = pg_exception_detail;
      answer := case when sqlerrm = 'back' then answer else sqlstate || ' ' || sqlerrm end;
    end;
    return next;
  end loop;
end;
$$;

select social_tests.act_as('alice');
select social.report_profile(social_tests.id('mallory'), 'spam');
select social_tests.act_as_operator();
select social_private.moderate(null, 'profile', social_tests.id('mallory'), 'suspend', 'Spam');

select social_tests.act_as_anon();
create temp table of_anon as select * from pg_temp.answers();
grant select on of_anon to authenticated;
select social_tests.act_as('mallory');
create temp table of_mallory as select * from pg_temp.answers();
select cmp_ok((select count(*) from of_mallory), '>=', 70::bigint,
  'SEC-57 the test calls at least 70 functions');
select set_eq(
  $$select name from of_mallory where answer not in ('PT403 account_suspended')
    except select name from of_anon where answer !~ 'PT401'$$,
  array['appeal_sanction', 'create_profile', 'delete_profile', 'my_export', 'my_exports',
    'my_sanctions', 'request_export', 'restore_profile'],
  'SEC-57 a suspended person may call only functions for sanctions, exports and deletion');
select is(
  (select answer from of_mallory where name = 'create_profile') like '%"PT409"%"profile_exists"%',
  true,
  'SEC-57 a suspended person cannot create a second profile');
select is_empty(
  $$
    select name, of_mallory.answer, of_anon.answer
    from of_mallory join of_anon using (name)
    where of_anon.answer !~ 'PT401' and of_mallory.answer <> of_anon.answer
  $$,
  'SEC-57 functions that need no sign-in treat a suspended person like an anonymous caller');
select is_empty('select * from social.posts where author_id = auth.uid()',
  'SEC-57 a suspended person cannot read their own posts');
select is_empty('select * from social.follows',
  'SEC-57 a suspended person cannot read their own follows');
select throws_matching(
  format('insert into storage.objects (bucket_id, name) values (''social-media'', %L)',
    auth.uid() || '/' || gen_random_uuid() || '.jpg'),
  'row-level security', 'SEC-57 a suspended person cannot upload files');

select social_tests.act_as_operator();
select social_tests.staff('mallory');
select social_tests.act_as('mallory');
select throws_ok(
  'select social.moderation_queue()', 'PT403', 'account_suspended',
  'SEC-57 a suspended staff member cannot call staff functions');
select social_tests.sign_in('mallory');
select lives_ok('select social.delete_profile()',
  'SEC-57 a suspended person can delete the account');

select * from finish();
rollback;

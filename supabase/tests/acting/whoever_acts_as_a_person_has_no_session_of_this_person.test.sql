-- An administrator without a second factor is the person with the most rights.
begin;
select plan(9);
update social_private.config set is_staff_mfa_required = false;
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.staff(name, 'administrator') from unnest(array['alice', 'bob']) as name;
select social_tests.post('carol', 'sunrise');
insert into social.post_media (post_id, position, path, mime_type, width, height)
values (social_tests.post_id('sunrise'), 0, social_tests.upload('carol'), 'image/jpeg', 8, 6);
select social_tests.act_as('bob');
select social.report_post(social_tests.post_id('sunrise'), 'spam');
-- Alice has reviewed a report, so that she may read its file.
select social_tests.act_as('alice');
select social.review_report(social_tests.report_id('bob'));
select social_tests.act_as_operator();
update social.posts set visibility = 'followers' where caption = 'sunrise';

create temp table tried as
select calls.name, case calls.name
  when 'end_session' then format('select social.end_session(%L)', (
    select sessions.id from auth.sessions where user_id = social_tests.id('alice') limit 1))
  else calls.statement end as statement
from social_tests.calls(social_tests.id('carol'), social_tests.post_id('sunrise')) as calls
join social_tests.expected_functions using (name)
where callers in ('account', 'staff', 'administrator', 'login')
  or calls.name in ('my_sessions', 'end_session');
create temp table ids as select path, social_tests.id('alice') as alice from social.post_media;
grant select on tried, ids to public;
create temp view answers as
select name, split_part(social_tests.outcome(statement), ' ', 2) as code from tried;
create temp view evidence as
select jsonb_array_length((social.readable_files(array[path])).files) as files from ids;
grant select on answers, evidence to public;

select cmp_ok((select count(*) from tried), '>=', 25::bigint, 'the test calls 25 functions');
select social_tests.act_as('alice');
select is((select files from evidence), 1, 'a member of staff reads the file of a reviewed report');
select social_tests.act_as_server_for((select alice::text from ids));
select is((select username from social.my_profile()), 'alice', 'a server acts as this member');
select is_empty($$select name, code from answers where code <> 'not_signed_in'$$,
  'a server reaches no session, export, deletion or staff action');
select is((select files from evidence), 0, 'a server does not read what staff may review');
-- The owner of the project can sign any claims.
select social_tests.act_as_server_for(
  (select alice::text from ids), '{"role": "service_role", "session_id": "1"}');
select is_empty($$select name, code from answers where code <> 'not_signed_in'$$,
  'an invented session does not help');

select social_tests.act_as_operator();
select social_private.as_profile((select alice from ids));
select is_empty($$select name, code from answers where code <> 'not_signed_in'$$,
  'as_profile reaches no session, export, deletion or staff action');
select is((select files from evidence), 0, 'as_profile does not read what staff may review');
select social_tests.act_as_operator();
select isnt_empty(
  $$select from auth.sessions where user_id = social_tests.id('alice')$$,
  'the sessions of the person go on');

select * from finish();
rollback;

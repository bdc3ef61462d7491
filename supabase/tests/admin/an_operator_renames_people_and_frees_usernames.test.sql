begin;
select plan(22);
select social_tests.person(name) from unnest(array['anna', 'bob', 'gone']) as name;
select set_config('my.anna', social_tests.id('anna')::text, true);
select set_config('my.bob', social_tests.id('bob')::text, true);
delete from auth.users where id = social_tests.id('gone');
insert into social_private.reserved_usernames (username) values ('acme');

select is(social_private.rename_profile('Anna', ' @Anna.Two', 'Asked'), 'anna.two',
  'the operator renames a person');
select is((social.profile_by_username('anna')).id, current_setting('my.anna')::uuid,
  'the former username leads to the person');
-- In one transaction, only the first of two changes has a former username.
update social_private.former_usernames set changed_at = changed_at - interval '1 hour';
select is(social_private.rename_profile('anna.two', 'anna', 'Asked'), 'anna',
  'the operator renames at once, and the person may have the former username');
select is(social_private.rename_profile('anna', 'anna', 'Asked'), 'anna',
  'the same name changes nothing');
select results_eq(
  $$select action, actor_role, reason, before ->> 'username', after ->> 'username'
    from social_private.audit_log where target_id = current_setting('my.anna')::uuid
    order by number$$,
  $$values ('rename', 'operator', 'Asked', 'anna', 'anna.two'),
    ('rename', 'operator', 'Asked', 'anna.two', 'anna')$$,
  'each change is logged with its reason');
select throws_ok($$select social_private.rename_profile('bob', 'bobby', ' ')$$, 'PT422',
  'reason_missing', 'a change needs a reason');
select throws_ok($$select social_private.release_username('acme', null)$$, 'PT422',
  'reason_missing', 'a release needs a reason');
select throws_ok($$select social_private.rename_profile('nobody', 'other', 'Asked')$$, 'PT404',
  'profile_not_found', 'an unknown person cannot be renamed');
select throws_ok(
  format('select social_private.rename_profile(%L, %L, %L)', 'bob', name, 'Asked'), 'PT409',
  'username_taken', name || ' is not available')
from unnest(array['anna', 'a_n_n_a', 'anna.two', 'gone', 'acme']) as name;
select throws_ok($$select social_private.rename_profile('bob', 'No Name', 'Asked')$$, 'PT422',
  'username_invalid', 'a name of a wrong shape is refused');

select throws_ok($$select social_private.release_username('anna', 'Asked')$$, 'PT409',
  'username_taken', 'the name of a person is not freed');
select is(social_private.release_username(name, 'Asked'), 1, name || ' is freed')
from unnest(array['@anna.two', 'GONE', 'acme']) as name;
select is(social_private.release_username('gone', 'Asked'), 0, 'a free name is held by nothing');
select is(array(
  select (action, actor_role, reason, before, after)::text from social_private.audit_log
  where target_id = encode(substring(sha256('gone') for 16), 'hex')::uuid),
  array['(release,operator,Asked,,)'], 'a release is logged once, by the hash of the name');
select is((select count(*)::integer from social_private.audit_log
  where audit_log::text like '%gone%'), 0, 'the log does not have the name of an erased person');
select is(array(select social_private.rename_profile((select username from social.profiles
    where id = current_setting('my.bob')::uuid), name, 'Asked')
  from unnest(array['anna.two', 'gone', 'acme']) as name), array['anna.two', 'gone', 'acme'],
  'another person can take each of the names');

select * from finish();
rollback;

begin;
select plan(16);
select social_tests.person(name) from unnest(array['alice', 'bob', 'ada']) as name;
select social_tests.staff('ada', 'administrator');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'rude');

create function pg_temp.last(action text) returns bigint language sql as $$
  select number from social_private.audit_log where audit_log.action = $1
  order by number desc limit 1
$$;

create function pg_temp.sanctions() returns text[] language sql as $$
  select coalesce(array_agg(action || ' ' || target_kind order by action, target_kind), '{}')
  from social_private.current_sanctions
$$;

select social_private.moderate(null, 'post', social_tests.post_id('sunrise'), 'hide', 'Ads');
select social_private.moderate(null, 'comment', social_tests.comment_id('rude'), 'hide', 'Rude');
select social_private.moderate_person('alice', 'limit', 'Spam');
select social_private.moderate_person('alice', 'suspend', 'Fraud');
select social_private.undo_action(pg_temp.last('suspend'), 'Wrong person');
select is(pg_temp.sanctions(), '{hide comment,hide post,limit profile}',
  'the suspension is lifted, and the limit stays');
select is((select reason from social_private.audit_log order by number desc limit 1),
  'Wrong person', 'the undoing is an entry with a reason');
select throws_ok(
  format('select social_private.undo_action(%s, %L)', pg_temp.last('suspend'), 'Again'),
  'PT409', 'action_superseded', 'an action can be undone once');
select social_private.undo_action(pg_temp.last('restore'), 'The right person after all');
select is(pg_temp.sanctions(), '{hide comment,hide post,limit profile,suspend profile}',
  'a lifted sanction is imposed again');
select social_private.undo_action(number, 'Sorry') from social_private.audit_log
where action in ('hide', 'limit') order by number;
select is(pg_temp.sanctions(), '{suspend profile}', 'hidden posts and comments are shown again');
select social_private.undo_action(pg_temp.last('suspend'), 'Sorry');

update social_private.accounts set suspended_at = now() where profile_id = social_tests.id('bob');
select social_private.undo_action(pg_temp.last('suspend'), 'Wrong cell');
select is(pg_temp.sanctions(), '{}', 'an edit in the table editor can be undone');

insert into social_private.staff (profile_id, role) values (social_tests.id('bob'), 'moderator');
update social_private.staff set role = 'administrator' where profile_id = social_tests.id('bob');
select social_private.undo_action(pg_temp.last('add_staff'), 'Too much');
select is((select role::text from social_private.staff where profile_id = social_tests.id('bob')),
  'moderator', 'a new role is taken back');
delete from social_private.staff where profile_id = social_tests.id('bob');
select social_private.undo_action(pg_temp.last('remove_staff'), 'Too soon');
select is((select role::text from social_private.staff where profile_id = social_tests.id('bob')),
  'moderator', 'a removed member comes back');
select throws_ok($$select social_private.undo_action(1, 'No')$$,
  'PT409', 'last_administrator', 'the last administrator stays');

select social_private.ban_person('alice', 'Fraud');
select social_private.undo_action(pg_temp.last('ban'), 'Wrong person');
select is((select banned_until from auth.users where id = social_tests.id('alice')), null,
  'a ban is ended');
select social_private.undo_action(pg_temp.last('unban'), 'The right person after all');
select isnt((select banned_until from auth.users where id = social_tests.id('alice')), null,
  'an ended ban is imposed again');

select throws_ok($$select social_private.undo_action(999, 'No')$$,
  'PT404', 'entry_not_found', 'an unknown number is an error');
select throws_ok(
  format('select social_private.undo_action(%s, null)', pg_temp.last('ban')),
  'PT422', 'reason_missing', 'an undoing needs a reason');
select social_private.reset_second_factor('alice', 'Asked by phone');
select throws_ok(
  format('select social_private.undo_action(%s, %L)', pg_temp.last('reset_factor'), 'No'),
  'PT409', 'action_final', 'a removed factor does not come back');
select social_private.moderate(null, 'post', social_tests.post_id('sunrise'), 'hide', 'Ads');
delete from social.posts where id = social_tests.post_id('sunrise');
select throws_ok(
  format('select social_private.undo_action(%s, %L)', pg_temp.last('hide'), 'No'),
  'PT404', 'target_not_found', 'the hiding of a deleted post cannot be undone');
select is_empty('select * from social_private.verify_audit_log()', 'the audit log is intact');

select * from finish();
rollback;

begin;
select plan(14);
select social_tests.person(name) from unnest(array['alice', 'ada']) as name;
select social_tests.staff('ada', 'administrator');

select social_private.ban_person('alice', 'Fraud');
select social_tests.act_as('alice');
select throws_ok($$select social.create_post('hello')$$, 'PT401', 'not_signed_in',
  'the calls of a banned person fail');
select social_tests.act_as_operator();
select cmp_ok((select banned_until from auth.users where id = social_tests.id('alice')), '<',
  now() + interval '101 years', 'a ban for good ends at a time that Auth can read');
select social_private.unban_person('alice', 'A mistake');
select social_private.unban_person('alice', 'A mistake');
select social_tests.act_as('alice');
select lives_ok($$select social.my_profile()$$, 'the person can go on after the ban');
select social_tests.act_as_operator();
select results_eq(
  $$select action, actor_role, reason from social_private.audit_log order by number offset 1$$,
  $$values ('ban', 'operator', 'Fraud'), ('unban', 'operator', 'A mistake')$$,
  'the audit log has each change of the ban once');
select throws_ok($$select social_private.ban_person('alice', 'Fraud', now())$$,
  'PT422', 'ban_over', 'a ban must end in the future');
select throws_ok($$select social_private.ban_person('alice', ' ')$$,
  'PT422', 'reason_missing', 'a ban needs a reason');
select lives_ok($$select social_private.ban_person('alice', 'Fraud', 'infinity')$$,
  'a ban may be without end');
select is((select isfinite(banned_until) from auth.users where id = social_tests.id('alice')),
  true, 'Auth gets a time that it can read');
select throws_ok($$select social_private.ban_person('ada', 'Fraud')$$,
  'PT409', 'last_administrator', 'the last administrator cannot be banned');

select social_private.unban_person('alice', 'A mistake');
select social_tests.insert_factor('alice');
select social_tests.insert_factor('alice', 'unverified');
select social_tests.insert_factor('ada');
select throws_ok($$select social_private.reset_second_factor('alice', '')$$,
  'PT422', 'reason_missing', 'a reset needs a reason');
select is(social_private.reset_second_factor('alice', 'Asked by phone'), 2,
  'the second factors of the person are removed');
select is((select count(*)::integer from auth.mfa_factors), 1, 'those of others stay');
select is((
  select count(*)::integer from auth.sessions where user_id = social_tests.id('alice')
), 0, 'the person is signed out everywhere');
select is((select action from social_private.audit_log order by number desc limit 1),
  'reset_factor', 'the audit log has the reset');

select * from finish();
rollback;

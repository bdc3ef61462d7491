begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
update social.profiles set created_at = now() - interval '1 year';
update social_private.config set allow_text_posts = true, rate_limit_factor = 1;
update social_private.rate_limits set hourly = 1, daily = null where action = 'post';
select social_tests.act_as('bob');
select social.create_post('of bob');
select social_tests.act_as('alice');
select social.create_post('first');
select throws_like($$select social.create_post('second')$$, '%rate_limited%',
  'the person has reached the limit');

select social_tests.act_as_operator();
select throws_ok($$select social_private.reset_rate_limits('nobody', 'Asked')$$,
  'PT404', 'profile_not_found', 'the person must exist');
select throws_ok($$select social_private.reset_rate_limits('alice', ' ')$$,
  'PT422', 'reason_missing', 'a reset needs a reason');
select cmp_ok(social_private.reset_rate_limits('alice', 'Asked'), '>', 0,
  'the operator fills the buckets of the person');
select results_eq(
  $$select action, target_id, actor_role, reason from social_private.audit_log$$,
  $$values ('reset_limits', social_tests.id('alice'), 'operator', 'Asked')$$,
  'the audit log has the reset once');
select social_tests.act_as('alice');
select lives_ok($$select social.create_post('second')$$, 'the person goes on at once');
select social_tests.act_as('bob');
select throws_like($$select social.create_post('again')$$, '%rate_limited%',
  'the limits of others stay');

select * from finish();
rollback;

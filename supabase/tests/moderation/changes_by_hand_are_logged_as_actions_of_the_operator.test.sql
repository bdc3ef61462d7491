-- Each change by hand follows a staff command in the same transaction. For that change, the audit
-- log must name the operator as actor and must not copy the reason and report of the command.
begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona', 'otto']) as name;
select social_tests.staff('mona');
select social_tests.staff('otto');
select social_tests.post('alice', 'A bridge');

create function pg_temp.by_hand() returns text language plpgsql as $$
begin
  perform social_tests.act_as_operator();
  update social_private.accounts set limited_at = case when limited_at is null then now() end
  where profile_id = social_tests.id('bob');
  return (
    select concat_ws(' ', actor_role, reason, report_id)
    from social_private.audit_log order by number desc limit 1
  );
end;
$$;

select social_tests.act_as('bob');
select social.report_post(social_tests.post_id('A bridge'), 'spam');
select social_tests.act_as('mona');
select social.review_report(social_tests.report_id('bob'));
select is(pg_temp.by_hand(), 'operator',
  'after a staff review, a direct SQL change is logged as an action of the operator');
select social_tests.act_as('mona');
select social.moderate_post(social_tests.post_id('A bridge'), 'hide', 'Spam');
select is(pg_temp.by_hand(), 'operator',
  'after a staff sanction, a direct SQL change is logged as an action of the operator');
select social_tests.act_as('mona');
select social.resolve_report(social_tests.report_id('bob'), 'action_taken', 'The post is spam');
select is(pg_temp.by_hand(), 'operator',
  'after staff resolve a report, a direct SQL change is logged as an action of the operator');
select social_tests.act_as('alice');
select social.appeal_sanction(social_tests.sanction_id('alice'), 'I am no robot');
select social_tests.act_as('otto');
select social.decide_appeal(
  (select appeals.id from social.appeals() as appeals limit 1), 'upheld', 'You were rude');
select is(pg_temp.by_hand(), 'operator',
  'after staff decide an appeal, a direct SQL change is logged as an action of the operator');

select * from finish();
rollback;

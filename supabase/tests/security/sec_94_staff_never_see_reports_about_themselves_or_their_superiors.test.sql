begin;
select plan(21);
select social_tests.person(name)
from unnest(array['alice', 'bob', 'mona', 'otto', 'ada', 'eve']) as name;
select social_tests.staff(name) from unnest(array['mona', 'otto']) as name;
select social_tests.staff(name, 'administrator') from unnest(array['ada', 'eve']) as name;
select set_config('my.file', social_tests.upload('ada'), true);
select social_tests.act_as('ada');
select id from social.create_post('of ada', social_tests.media(current_setting('my.file')));
select social_tests.post(name, 'of ' || name) from unnest(array['mona', 'otto', 'eve', 'bob']) as name;
select social_tests.comment(name, 'of bob', 'by ' || name)
from unnest(array['mona', 'otto', 'ada']) as name;

-- Reports and appeals that a moderator may handle.
select social_tests.act_as('alice');
select social.report_post(social_tests.post_id('of bob'), 'spam', 'about bob');
select social_tests.act_as('otto');
select social.report_profile(social_tests.id('bob'), 'spam', 'also about bob');
select social.moderate_post(social_tests.post_id('of bob'), 'hide', 'Spam');
select social_tests.act_as('bob');
select social.appeal_sanction(social_tests.sanction_id('bob'), 'No spam');
select social_tests.act_as_operator();
update social.posts set hidden_at = null;

create function pg_temp.seen() returns text language plpgsql as $$
begin
  perform social_tests.act_as('mona');
  return (
    select jsonb_build_object(
      'open', (select jsonb_agg(queue order by queue.id) from social.moderation_queue() as queue),
      'closed', (
        select jsonb_agg(queue order by queue.id) from social.moderation_queue('closed') as queue),
      'appeals', (select jsonb_agg(list order by list.id) from social.appeals() as list),
      'decided', (select jsonb_agg(list order by list.id) from social.appeals('closed') as list),
      'reviews', (
        select jsonb_agg(review order by review.id) from social.moderation_queue() as queue,
        lateral social.review_report(queue.id) as review)));
end;
$$;
select matches(pg_temp.seen(), 'about bob.*also about bob',
  'SEC-94 a moderator sees reports about people who are not staff');
select social_tests.act_as_operator();
select set_config('my.seen', pg_temp.seen(), true);

-- Reports about administrators and moderators, their posts and their comments, and about Mona.
select social_tests.act_as(reporter), social.report_profile(social_tests.id(reported), 'spam')
from unnest(array['alice', 'bob', 'eve']) as reporter, unnest(array['ada', 'otto', 'mona']) as reported;
select social_tests.act_as('alice');
select social.report_post(social_tests.post_id('of ' || name), 'spam', 'Secret about ' || name)
from unnest(array['ada', 'otto', 'mona', 'eve']) as name;
select social.report_comment(social_tests.comment_id('by ' || name), 'spam')
from unnest(array['ada', 'otto', 'mona']) as name;
-- A report by Mona herself, and an appeal against her own action.
select social_tests.act_as('mona');
select social.report_post(social_tests.post_id('of bob'), 'hate', 'by mona');
select social.moderate_profile(social_tests.id('alice'), 'limit', 'Rude');
select social_tests.act_as('alice');
select social.appeal_sanction(social_tests.sanction_id('alice'), 'I am nice');
-- An appeal of an administrator, and a closed report about one.
select social_tests.act_as('eve');
select social.moderate_post(social_tests.post_id('of ada'), 'hide', 'Not nice');
select social.resolve_report(
  (select id from social.moderation_queue() where target_id = social_tests.id('ada') limit 1),
  'dismissed', 'Fine');
select social_tests.act_as('ada');
select social.appeal_sanction(social_tests.sanction_id('ada'), 'It was nice');

select is(pg_temp.seen(), current_setting('my.seen'),
  'SEC-94 a moderator sees the same as if no report about staff and no report by them existed');
-- An appeal against an action of another moderator that followed from a report by Mona.
select social_tests.act_as('otto');
select social.moderate_post(social_tests.post_id('of bob'), 'hide', 'Hate', 'terms', queue.id)
from social.moderation_queue() as queue where note = 'by mona';
select social_tests.act_as('bob');
select social.appeal_sanction(sanctions.id, 'No hate') from social.my_sanctions() as sanctions
where sanctions.reason = 'Hate';
select social_tests.act_as_operator();
select set_config('my.appeal', id::text, true) from social_private.appeals where reason = 'No hate';
create temp table handled as
select reports.id, reports.target_id, reports.target_kind, reports.subject_id,
  names.name as reported
from social_private.reports
cross join lateral (
  select profiles.username as name from social.profiles where profiles.id = reports.subject_id
) as names
where names.name <> 'bob' or reports.note = 'by mona';
grant select on handled to authenticated;
select social_tests.remember();
select social_tests.act_as('mona');
create temp view missing as
select format(call, id) as call, social_tests.outcome(format(call, id)) as outcome,
  social_tests.outcome(format(call, '00000000-0000-4000-8000-000000000000')) as of_nothing
from (select id from handled) as ids, unnest(array[
  'select social.review_report(%L)', 'select social.resolve_report(%L, ''dismissed'', ''Fine'')',
  'select social.resolve_report(%L, null, null)',
  $$select social.resolve_report(%L, 'action_taken', '')$$
]) as call;
select cmp_ok((select count(*) from missing), '>', 60::bigint,
  'SEC-94 the test tries many reports');
select is_empty('select * from missing where outcome <> of_nothing',
  'SEC-94 for a moderator, a report about staff does not exist');
select is_empty(
  $$
    select call, outcome from (
      select format('select social.moderate_post(%L, ''hide'', ''Spam'', ''terms'', %L)', target_id, id)
        as call from handled where reported = 'bob' and target_kind = 'post'
    ) as calls, lateral (select social_tests.outcome(call)) as done (outcome)
    where outcome !~ '^PT404 report_not_found'
  $$,
  'SEC-94 a moderator cannot refer to a report that they filed themselves');
select social_tests.act_as_operator();
select is_empty(
  $$
    select appeals.id from social_private.appeals
    join social_private.audit_log on audit_log.id = appeals.sanction_id
    where audit_log.subject_id <> social_tests.id('bob')
      and (select social_tests.act_as('mona')) is not null
      and social_tests.outcome(format('select social.decide_appeal(%L, ''upheld'', ''No'')', appeals.id))
        !~ '^PT404 appeal_not_found'
  $$,
  'SEC-94 for a moderator, appeals of administrators and against their own actions do not exist');
select social_tests.act_as_operator();
select ok(social_tests.is_unchanged(), 'SEC-94 the refused calls change no row');

-- Administrators.
select social_tests.act_as('eve');
select set_eq(
  'select distinct subject_username from social.moderation_queue(page_size => 101)',
  array['ada', 'bob', 'mona', 'otto'],
  'SEC-94 an administrator sees reports about moderators and other administrators');
select is_empty(
  $$select * from social.moderation_queue() where subject_username = 'eve'$$,
  'SEC-94 an administrator sees no report about themselves');
select is_empty(
  $$
    select queue.id from social.moderation_queue(page_size => 101) as queue
    join social.my_reports(page_size => 101) as own using (id)
  $$,
  'SEC-94 an administrator sees no report that they filed themselves');
select lives_ok(
  format('select social.review_report(%L)', id), 'SEC-94 an administrator reviews a report about ' || name)
from unnest(array['ada', 'otto']) as name, lateral (
  select queue.id from social.moderation_queue(page_size => 101) as queue
  where subject_username = name and target_kind = 'post'
) as reports;
select isnt_empty('select * from storage.objects',
  'SEC-94 after a review, an administrator can read the reported file of another administrator');

-- Ada becomes a moderator, and Mona reviews a report while Ada is not staff.
select social_tests.act_as_operator();
delete from social_private.staff where profile_id = social_tests.id('ada');
select social_tests.act_as('mona');
select lives_ok(
  format('select social.review_report(%L)', (select queue.id from social.moderation_queue() as queue
    where subject_username = 'ada' and target_kind = 'post')),
  'SEC-94 a moderator reviews reports about a person who is not staff any more');
select isnt_empty('select * from storage.objects',
  'SEC-94 after that review, the moderator can read the reported file');
select social_tests.act_as_operator();
select social_tests.staff('ada', 'administrator');
select social_tests.act_as('mona');
select is_empty('select * from storage.objects',
  'SEC-94 when the reported person becomes staff, the moderator cannot read the file any more');
select throws_ok(
  format('select social.moderate_profile(%L, ''suspend'', ''revenge'')', social_tests.id('otto')),
  'PT403', 'not_administrator', 'SEC-94 a moderator cannot moderate another moderator');

-- An appeal that followed from a report by a member of staff.
select social_tests.act_as('mona');
select throws_ok(
  format('select social.decide_appeal(%L, ''overturned'', ''Yes'')', current_setting('my.appeal')),
  'PT404', 'appeal_not_found',
  'SEC-94 nobody decides an appeal against an action that followed from their own report');
select social_tests.act_as('eve');
select isnt_empty(
  format('select * from social.appeals() where id = %L', current_setting('my.appeal')),
  'SEC-94 other staff see this appeal');

-- With a single member of staff, nobody sees a report about this person, except the operator.
select social_tests.act_as_operator();
delete from social_private.staff where profile_id <> social_tests.id('eve');
select social_tests.act_as('eve');
select is_empty($$select * from social.moderation_queue() where subject_id = auth.uid()$$,
  'SEC-94 the only administrator does not see reports about themselves');
select social_tests.act_as_operator();
select isnt_empty($$select * from social_private.open_reports where subject_username = 'eve'$$,
  'SEC-94 the operator sees reports about the only administrator');

select * from finish();
rollback;

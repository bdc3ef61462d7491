begin;
select plan(17);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona', 'otto']) as name;
select social_tests.staff('mona'), social_tests.staff('otto', 'administrator');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'mine');

select social_tests.act_as('mona');
select social.moderate_comment(social_tests.comment_id('mine'), 'hide', 'Rude');
select is(social_tests.inbox('alice'), array['sanction'], 'a hidden comment notifies its author');
select is(
  (select object_id from social.notifications()), social_tests.sanction_id('alice'),
  'the notification names the sanction');
select social_tests.act_as('mona');
select social.moderate_comment(social_tests.comment_id('mine'), 'hide', 'Rude');
select is(social_tests.inbox('alice'), array['sanction'], 'a repeated sanction notifies once');
select social_tests.act_as('mona');
select social.moderate_post(social_tests.post_id('sunrise'), 'hide', 'Rude');
select social.moderate_profile(social_tests.id('alice'), 'limit', 'Rude');
select is(social_tests.inbox('alice'), array['sanction', 'sanction', 'sanction'],
  'a hidden post and a limited account notify too, each with a row');
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('alice'), 'restore', 'Fine');
select is(cardinality(social_tests.inbox('alice')), 3,
  'the end of a sanction notifies nobody, and the sanction stays in the list');
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('alice'), 'suspend', 'Rude');
select social.moderate_profile(social_tests.id('alice'), 'restore', 'Fine');
select is(cardinality(social_tests.inbox('alice')), 4,
  'a suspension is in the list after its end');
select social.mute_profile(social_tests.id('mona'));
select social.block_profile(social_tests.id('otto'));
select is(cardinality(social_tests.inbox('alice')), 4,
  'a block or mute of members of staff hides no sanction');

-- Reports
select social_tests.act_as('bob');
select social.report_profile(social_tests.id('alice'), 'spam');
select is(social_tests.inbox('bob'), array[]::text[], 'a report that waits does not notify its author');
select social_tests.act_as('mona');
select social.resolve_report(social_tests.report_id('bob'), 'dismissed', 'Fine');
select is(social_tests.inbox('bob'), array['report_decision'],
  'the decision about a report notifies its author');
select is((select object_id from social.notifications()), social_tests.report_id('bob'),
  'the notification names the report');
select is(cardinality(social_tests.inbox('alice')), 4,
  'the decision about a report does not notify the reported person');

-- Appeals
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('alice'), 'limit', 'Rude');
select social_tests.act_as('alice');
select social.appeal_sanction(social_tests.sanction_id('alice'), 'Sorry');
select is(cardinality(social_tests.inbox('alice')), 5, 'an appeal does not notify its author');
select social_tests.act_as('otto');
select social.decide_appeal(social_tests.appeal_id('alice'), 'upheld', 'No');
select is((social_tests.inbox('alice'))[1], 'appeal_decision',
  'the decision about an appeal notifies its author');
select is((select object_id from social.notifications(page_size => 1)),
  social_tests.sanction_id('alice'), 'the notification names the sanction');
select is(social_tests.inbox('mona'), array[]::text[],
  'members of staff get no notification of decisions');

-- The operator deletes a report and an appeal.
select social_tests.act_as_operator();
delete from social_private.appeals;
delete from social_private.reports;
select is(social_tests.inbox('bob'), array[]::text[],
  'the notification of a decision disappears with the report');
select ok('appeal_decision' <> all (social_tests.inbox('alice')),
  'the notification of a decision disappears with the appeal');

select * from finish();
rollback;

begin;
select plan(15);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona', 'otto', 'rita']) as name;
select social_tests.person('locked', true);
select social_tests.staff('mona'), social_tests.staff('otto', 'administrator');

create function pg_temp.name(id uuid) returns text language sql security definer
return coalesce(
  (select caption from social.posts where posts.id = name.id),
  (select body from social.comments where comments.id = name.id),
  (select username from social.profiles where profiles.id = name.id),
  (select action from social_private.audit_log where audit_log.id = name.id),
  (select reason::text from social_private.reports where reports.id = name.id), '-');
create function pg_temp.shown(wanted text) returns text language sql
return (
  select string_agg(concat_ws(' ',
    nullif(array_to_string(array(select username from unnest(actors)), ','), ''), other_count || ' others',
    coalesce(object_kind, 'id'), pg_temp.name(object_id),
    'in ' || nullif(pg_temp.name(post_id), '-'),
    'at ' || nullif(pg_temp.name(comment_id), '-'), 'text ' || body,
    'picture ' || thumbnail_path), '; ')
  from social.notifications() where kind = shown.wanted
);

select social_tests.act_as('alice');
select set_config('my.file', social_tests.upload('alice'), true);
select social_tests.act_as_operator();
update social_private.uploads set thumbnail_path = 'small.jpg';
select social_tests.act_as('alice');
select social.create_post('sunrise', social_tests.media(current_setting('my.file')));
select social.add_comment(social_tests.post_id('sunrise'), 'mine');
select social.ring_bell(social_tests.id('bob'));
select social.follow_profile(social_tests.id('locked'));
select social.report_profile(social_tests.id('rita'), 'spam');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select social.like_comment(social_tests.comment_id('mine'));
select social.add_comment(social_tests.post_id('sunrise'), 'nice');
select social.add_comment(
  social_tests.post_id('sunrise'), 'indeed', social_tests.comment_id('mine'));
select social.create_post('to @alice');
select social.create_post('news');
select social.add_comment(social_tests.post_id('news'), 'hi @alice');
select social.follow_profile(social_tests.id('alice'));
select social.follow_profile(social_tests.id('locked'));
select social_tests.act_as('locked');
select is(pg_temp.shown('follow_request'), 'bob,alice 0 others profile locked',
  'follow_request names the people who ask and the profile of the recipient');
select social.accept_follow(social_tests.id('alice'));
select social_tests.work();

select social_tests.act_as('mona');
select is(pg_temp.shown('report_waiting'), '0 others id spam',
  'report_waiting names the report and shows no people');
select social.moderate_profile(social_tests.id('alice'), 'limit', 'Rude');
select social.resolve_report(social_tests.report_id('alice'), 'dismissed', 'Fine');
select social_tests.act_as('alice');
select social.appeal_sanction(social_tests.sanction_id('alice'), 'Sorry');
select social_tests.act_as('otto');
select social.decide_appeal(social_tests.appeal_id('alice'), 'overturned', 'Accepted');

select social_tests.act_as('alice');
select is(pg_temp.shown('post_like'),
  'bob 0 others post sunrise in sunrise picture small.jpg',
  'post_like names the post and shows its picture');
select is(pg_temp.shown('comment_like'),
  'bob 0 others comment mine in sunrise at mine text mine picture small.jpg',
  'comment_like names the comment, and shows its text and the picture of its post');
select is(pg_temp.shown('comment'),
  'bob 0 others post sunrise in sunrise at nice text nice picture small.jpg',
  'comment names the post, and shows the text of the comment and the picture of the post');
select is(pg_temp.shown('reply'),
  'bob 0 others comment mine in sunrise at indeed text indeed picture small.jpg',
  'reply names the comment of the recipient, and shows the text of the reply');
select is(pg_temp.shown('post_mention'), 'bob 0 others post to @alice in to @alice',
  'post_mention names the post');
select is(pg_temp.shown('comment_mention'),
  'bob 0 others comment hi @alice in news at hi @alice text hi @alice',
  'comment_mention names the comment and its post, and shows its text');
select is(pg_temp.shown('follow'), 'bob 0 others profile alice',
  'follow names the profile of the recipient');
select is(pg_temp.shown('request_accepted'), 'locked 0 others profile alice',
  'request_accepted names the person who accepted');
select is(
  pg_temp.shown('new_post'),
  'bob 0 others post news in news; bob 0 others post to @alice in to @alice',
  'new_post names each new post');
select is(pg_temp.shown('sanction'), '0 others id limit',
  'sanction names the sanction and shows no people');
select is(pg_temp.shown('report_decision'), '0 others id spam',
  'report_decision names the report and shows no people');
select is(pg_temp.shown('appeal_decision'), '0 others id limit',
  'appeal_decision names the sanction and shows no people');
select set_eq(
  $$select kind from social.notifications()
    union select unnest(array['follow_request', 'report_waiting'])$$,
  'select kind from social.notification_preferences()',
  'this test covers every kind');

select * from finish();
rollback;

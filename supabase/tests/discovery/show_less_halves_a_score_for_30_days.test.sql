begin;
select plan(15);
select social_tests.person(name) from unnest(array['viewer', 'loud', 'calm', 'tagger']) as name;
select social_tests.follow('viewer', name) from unnest(array['loud', 'calm']) as name;
select social_tests.post('calm', 'calm post', at => now() - interval '3 hours');
select social_tests.post('loud', 'loud #news', at => now() - interval '2 hours');
select social_tests.post('tagger', 'tagged #sunset #sea', at => now() - interval '1 hour');
select social_tests.follow_hashtag('viewer', 'sunset');

create function pg_temp.feed() returns text language sql
return (
  select string_agg(format('%s %s', caption, reason #>> '{parts,damper}'), ', ')
  from social.for_you_feed(explain => true));
create function pg_temp.less(caption text, of text, hashtag text default null)
  returns text language sql
as $$
  select concat_ws(' ', kind, author_username, hashtag, reason, expires_at - now())
  from social.show_less(social_tests.post_id(less.caption), less.of, less.hashtag)
$$;
create function pg_temp.more() returns bigint language sql
as $$
  select count(social.show_more(id)) from social.show_less_items()
$$;

select social_tests.act_as('viewer');
select is(pg_temp.feed(), 'loud #news 1, calm post 1, tagged #sunset #sea 1',
  'before show_less, the newest post of a followed person is first');
select is(pg_temp.less('loud #news', 'author'), 'author loud 30 days',
  'show_less returns the author of whom the feed shows less, for 30 days');
select is(pg_temp.feed(), 'calm post 1, tagged #sunset #sea 1, loud #news 0.5',
  'after show_less, the posts of the author count half');
select is(pg_temp.less('loud #news', 'author'), 'author loud 30 days',
  'a repeated call renews the 30 days');
select is(pg_temp.feed(), 'calm post 1, tagged #sunset #sea 1, loud #news 0.5',
  'a repeated call does not halve the score again');
select is(pg_temp.more(), 1::bigint, 'show_less_items lists what counts half');
select is(pg_temp.feed(), 'loud #news 1, calm post 1, tagged #sunset #sea 1',
  'show_more undoes show_less');
select is(
  array[pg_temp.less('loud #news', 'hashtag'), pg_temp.less('tagged #sunset #sea', 'hashtag', '#Sea'),
    pg_temp.less('calm post', 'reason'), pg_temp.less('tagged #sunset #sea', 'reason')],
  array['hashtag news 30 days', 'hashtag sea 30 days', 'reason followed 30 days',
    'reason hashtag 30 days'],
  'show_less takes a hashtag in any spelling, and finds the reason in the feed');
select is(pg_temp.feed(), 'calm post 0.5, loud #news 0.25, tagged #sunset #sea 0.25',
  'each hashtag and reason halves the score');
select social_tests.act_as_operator();
update social_private.feed_dampers set expires_at = now() where kind = 'hashtag';
select social_tests.act_as('viewer');
select is(pg_temp.feed(), 'loud #news 0.5, calm post 0.5, tagged #sunset #sea 0.5',
  'after 30 days, the score is whole again');
select is(
  array(select reason from social.show_less_items()), array['hashtag', 'followed'],
  'show_less_items leaves out what has ended, and lists the latest first');
select is_empty(
  $$select given.of, given.hashtag from (values
      ('somebody', null), (null, null), ('hashtag', 'news'), ('hashtag', null)) as given (of, hashtag)
    where social_tests.outcome(format('select social.show_less(%L, %L, %L)',
      social_tests.post_id('tagged #sunset #sea'), given.of, given.hashtag))
      !~ '^PT422 show_less_invalid'$$,
  'show_less refuses what the post does not have, and a missing hashtag if the post has several');
select social_tests.post('calm', 'unranked');
select is(split_part(social_tests.outcome(format('select social.show_less(%L, ''reason'')',
    social_tests.post_id('unranked'))), ' ', 2), 'post_not_in_feed',
  'show_less finds no reason for a post that the feed does not contain');
select social_tests.block('loud', 'viewer');
select is(split_part(social_tests.outcome(format('select social.show_less(%L, ''author'')',
    social_tests.post_id('loud #news'))), ' ', 2), 'post_not_found',
  'show_less finds no post that the viewer may not see');
select social_tests.act_as_operator();
insert into social_private.feed_dampers (profile_id, kind, hashtag, expires_at)
select social_tests.id('viewer'), 'hashtag', 'tag' || number, now() + interval '1 day'
from generate_series(1, 150) as number;
select social_tests.act_as('viewer');
select pg_temp.less('calm post', 'author');
select social_tests.act_as_operator();
select is((select count(*) from social_private.feed_dampers), 100::bigint,
  'at most 100 things count half');

select * from finish();
rollback;

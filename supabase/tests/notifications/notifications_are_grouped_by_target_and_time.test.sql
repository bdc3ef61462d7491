begin;
select plan(14);
select social_tests.person(name) from unnest(array['alice', 'amy', 'ben', 'cat', 'dan', 'eve']) as name;
select social_tests.post('alice', 'sunrise'), social_tests.post('alice', 'harbour');
select social_tests.comment('alice', 'sunrise', 'mine');
create function pg_temp.like(name text, caption text default 'sunrise') returns text
language plpgsql as $$
begin
  perform social_tests.act_as("like".name);
  perform social.like_post(social_tests.post_id("like".caption));
  return "like".name;
end;
$$;

select pg_temp.like(name) from unnest(array['amy', 'ben', 'cat']) as name;
select is(social_tests.inbox('alice'), array['post_like cat,ben,amy'],
  'likes of the same post are one row, with the latest person first');
select pg_temp.like('dan');
select is(social_tests.inbox('alice'), array['post_like dan,cat,ben +1'],
  'a row shows the three latest people and the number of others');
select pg_temp.like('amy', 'harbour');
select is(social_tests.inbox('alice'), array['post_like amy', 'post_like dan,cat,ben +1'],
  'likes of another post are another row');
select social_tests.act_as('amy');
select social.like_comment(social_tests.comment_id('mine'));
select is(social_tests.inbox('alice'), array['comment_like amy', 'post_like amy', 'post_like dan,cat,ben +1'],
  'likes of a comment are another row');
select social_tests.act_as(name), social.follow_profile(social_tests.id('alice'))
from unnest(array['amy', 'ben']) as name;
select is((social_tests.inbox('alice'))[1], 'follow ben,amy', 'follows are one row');

-- The time of a group begins with its first notification.
select social_tests.let_pass('23 hours');
select pg_temp.like('eve');
select is((social_tests.inbox('alice'))[1], 'post_like eve,dan,cat +2',
  'a like after 23 hours joins the row');
select social_tests.let_pass('2 hours');
select social_tests.act_as('eve');
select social.unlike_post(social_tests.post_id('sunrise'));
select pg_temp.like('eve');
select is((social_tests.inbox('alice'))[1:2], array['post_like eve', 'follow ben,amy'],
  'a like 25 hours after the first like begins a new row, although the last like was 2 hours ago');
select is((social_tests.inbox('alice'))[5], 'post_like dan,cat,ben +1', 'the old row stays');

select social_tests.act_as_operator();
update social_private.config set notification_group_hours = 1;
select social_tests.let_pass('59 minutes');
select social_tests.act_as('dan');
select social.unlike_post(social_tests.post_id('sunrise'));
select pg_temp.like('dan');
select is((social_tests.inbox('alice'))[1], 'post_like dan,eve',
  'config.notification_group_hours decides how long a row stays open');
select social_tests.let_pass('2 minutes');
select social_tests.act_as('cat');
select social.unlike_post(social_tests.post_id('sunrise'));
select pg_temp.like('cat');
select is((social_tests.inbox('alice'))[1:2], array['post_like cat', 'post_like dan,eve'],
  'a like after config.notification_group_hours begins a new row');

-- Several comments of one person
select social_tests.act_as('amy');
select social.add_comment(social_tests.post_id('harbour'), 'one');
select social_tests.act_as('ben');
select social.add_comment(social_tests.post_id('harbour'), 'two');
select social_tests.act_as('amy');
select social.add_comment(social_tests.post_id('harbour'), 'three');
select is((social_tests.inbox('alice'))[1], 'comment amy,ben', 'several comments count once for a person');
select is((select body from social.notifications(page_size => 1)), 'three',
  'the row shows the newest comment');
select social_tests.act_as('amy');
select social.delete_comment(social_tests.comment_id('three'));
select is((social_tests.inbox('alice'))[1], 'comment ben,amy',
  'the order of the people changes when the newest comment is deleted');
select is((select body from social.notifications(page_size => 1)), 'two',
  'the row shows the newest comment that exists');

select * from finish();
rollback;

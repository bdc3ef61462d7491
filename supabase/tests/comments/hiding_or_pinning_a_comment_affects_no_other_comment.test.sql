begin;
select plan(3);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post(name, name || ' post') from unnest(array['alice', 'carol']) as name;
select social_tests.comment('bob', 'alice post', body)
from unnest(array['one', 'two', 'three']) as body;
select social_tests.comment('bob', 'carol post', 'four');
create function pg_temp.hidden() returns setof text language sql security definer as $$
  select body from social_private.hidden_comments join social.comments on id = comment_id
$$;

select social_tests.act_as('carol');
select social.hide_comment(social_tests.comment_id('four'));
select social_tests.act_as('alice');
select social.hide_comment(social_tests.comment_id(body)) from unnest(array['one', 'two']) as body;
select set_eq(
  'select pg_temp.hidden()', array['one', 'two', 'four'],
  'hide_comment hides only the given comments');
select social.unhide_comment(social_tests.comment_id('one'));
select set_eq(
  'select pg_temp.hidden()', array['two', 'four'],
  'unhide_comment makes only the given comment visible again');
select social.pin_comment(social_tests.comment_id(body)) from unnest(array['one', 'three']) as body;
select social.unpin_comment(social_tests.comment_id('three'));
select set_eq(
  'select body from social.comments where pinned_at is not null', array['one'],
  'unpin_comment unpins only the given comment');

select * from finish();
rollback;

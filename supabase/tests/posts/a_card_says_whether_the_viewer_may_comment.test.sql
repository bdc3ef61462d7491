begin;
select plan(9);
select social_tests.person(name)
from unnest(array['alice', 'fan', 'idol', 'mate', 'asking', 'mallory']) as name;
select social_tests.follow(name, 'alice') from unnest(array['fan', 'mate']) as name;
select social_tests.follow('alice', name) from unnest(array['idol', 'mate']) as name;
select social_tests.request('asking', 'alice');
update social_private.config set allow_text_posts = true;
select social_tests.post('alice', gate::text)
from unnest(enum_range(null::social.comment_policy)) as gate;
update social.posts set comment_policy = caption::social.comment_policy;

-- Asks the card, and then writes a comment.
create function pg_temp.outcomes()
  returns table (gate text, name text, says boolean, can boolean) language plpgsql as $$
begin
  for gate, name in
    select gates::text, usernames
    from unnest(enum_range(null::social.comment_policy)) as gates,
      unnest(array['alice', 'fan', 'idol', 'mate', 'asking', 'mallory']) as usernames
  loop
    perform social_tests.act_as(name);
    says := (social.post(social_tests.post_id(gate))).can_comment;
    begin
      perform social.add_comment(social_tests.post_id(gate), 'hello');
      can := true;
    exception when sqlstate 'PT403' then
      can := false;
    end;
    return next;
  end loop;
  perform social_tests.act_as_operator();
end $$;
create temp table outcomes as select * from pg_temp.outcomes();
select is_empty('select * from outcomes where says is distinct from can',
  'can_comment is true for exactly the people who can add a comment');
select results_eq('select gate, count(*) from outcomes where says group by gate order by 2, 1',
  $$values ('nobody', 1::bigint), ('mutuals', 2), ('followers', 3), ('following', 3), ('everyone', 6)$$,
  'each comment policy lets the right number of people comment');

select social_tests.act_as('mate');
select is_empty(
  $$
    select feed.id from social.home_feed() as feed
    where can_comment is distinct from (social.post(feed.id)).can_comment
  $$,
  'the home feed says the same as the post');
select is((select count(*) from social.home_feed() where can_comment), 4::bigint,
  'the home feed has all posts on which a mutual may comment');
select social_tests.act_as('alice');
select is((social.archive_post(social_tests.post_id('everyone'))).can_comment, true,
  'an author may comment on an archived post');
select social.delete_post(social_tests.post_id('nobody'));
select is((select can_comment from social.deleted_posts()), false,
  'nobody may comment on a deleted post');
select social.unarchive_post(social_tests.post_id('everyone'));
select social_tests.act_as_anon();
select is((social.post(social_tests.post_id('everyone'))).can_comment, false,
  'nobody may comment without a login');
select social_tests.act_as('alice');
select social.remove_follower(social_tests.id('mate'));
select social_tests.act_as('mate');
select is((social.post(social_tests.post_id('mutuals'))).can_comment, false,
  'can_comment changes as soon as the follow ends');
select is((social.post(social_tests.post_id('following'))).can_comment, true,
  'a follow in the other direction stays');

select * from finish();
rollback;

begin;
select plan(9);
update social_private.config set allow_text_posts = true;
select social_tests.person(name)
from unnest(array['alice', 'bob', 'carol', 'dave', 'ghost', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.post('alice', 'sunrise'), social_tests.post('alice', 'harbour');
select social_tests.comment('alice', 'sunrise', 'mine');
create function pg_temp.act(name text) returns void language plpgsql as $$
begin
  perform social_tests.act_as(act.name);
  perform social.like_post(social_tests.post_id('sunrise'));
  perform social.like_comment(social_tests.comment_id('mine'));
  perform social.add_comment(social_tests.post_id('sunrise'), 'a comment of ' || act.name);
  perform social.add_comment(
    social_tests.post_id('sunrise'), 'a reply of ' || act.name, social_tests.comment_id('mine'));
  perform social.create_post('dear @alice, this is ' || act.name);
  perform social.follow_profile(social_tests.id('alice'));
  perform social_tests.act_as_operator();
end;
$$;
-- Everything that alice reads, by pages of every size, with ids, times and cursors.
create function pg_temp.world() returns text language plpgsql as $$
begin
  perform social_tests.act_as('alice');
  return concat_ws(e'\n',
    (select string_agg(r::text, e'\n') from social.notifications(page_size => 101) as r),
    social_tests.walk('select r::text as item, cursor from social.notifications(%L, 1) as r')::text,
    social_tests.walk('select r::text as item, cursor from social.notifications(%L, 2) as r')::text,
    social.unseen_count(),
    (select string_agg(r::text, e'\n') from social.notification_preferences() as r));
end;
$$;

select pg_temp.act('bob'), pg_temp.act('carol');
select social.like_post(social_tests.post_id('harbour')) from social_tests.act_as('dave');
select set_config('my.world', pg_temp.world(), true);
select cmp_ok(length(current_setting('my.world')), '>', 3000, 'SEC-102 alice has notifications');

select social_tests.act_as_operator();
select pg_temp.act('ghost');
select isnt(pg_temp.world(), current_setting('my.world'), 'SEC-102 another person changes the world');
select social_tests.act_as_operator();
update social_private.accounts set suspended_at = now() where profile_id = social_tests.id('ghost');
select is(pg_temp.world(), current_setting('my.world'),
  'SEC-102 a suspended person leaves no trace in rows, order, times, counts and cursors');
select social_tests.act_as_operator();
update social_private.accounts set suspended_at = null, deactivated_at = now()
where profile_id = social_tests.id('ghost');
select is(pg_temp.world(), current_setting('my.world'), 'SEC-102 a deactivated person leaves no trace');
select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = null where profile_id = social_tests.id('ghost');
insert into social_private.mutes (muter_id, muted_id)
values (social_tests.id('alice'), social_tests.id('ghost'));
select is(pg_temp.world(), current_setting('my.world'), 'SEC-102 a muted person leaves no trace');
select social_tests.act_as_operator();
delete from social_private.mutes;
insert into social_private.blocks (blocker_id, blocked_id)
values (social_tests.id('ghost'), social_tests.id('alice'));
select is(pg_temp.world(), current_setting('my.world'), 'SEC-102 a person who blocks leaves no trace');
select social_tests.act_as_operator();
delete from social_private.blocks;

-- The other direction: what returns is as it was.
select social_tests.act_as_operator();
select set_config('my.world', pg_temp.world(), true);
select social_tests.act_as_operator();
update social_private.accounts set suspended_at = now()
where profile_id in (social_tests.id('ghost'), social_tests.id('bob'));
update social_private.accounts set suspended_at = null;
select is(pg_temp.world(), current_setting('my.world'),
  'SEC-102 after a suspension, the world is as it was before');
select social_tests.act_as_operator();
insert into social_private.blocks (blocker_id, blocked_id)
values (social_tests.id('ghost'), social_tests.id('alice'));
delete from social_private.blocks;
select social_tests.act_as('alice');
select social.mute_profile(social_tests.id('bob'));
select social.unmute_profile(social_tests.id('bob'));
select is(pg_temp.world(), current_setting('my.world'),
  'SEC-102 after a block without a follow and a mute, the world is as it was before');
select social_tests.act_as('ghost');
select social.delete_comment(social_tests.comment_id('a comment of ghost'));
select social.restore_comment(social_tests.comment_id('a comment of ghost'));
select social.unlike_post(social_tests.post_id('sunrise'));
select social.like_post(social_tests.post_id('sunrise'));
select is(pg_temp.world(), current_setting('my.world'),
  'SEC-102 after a restore and a repeated like, the world is as it was before');

select * from finish();
rollback;

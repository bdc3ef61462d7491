begin;
select plan(8);
select social_tests.person(name)
from unnest(array['alice', 'bob', 'carol', 'dave', 'erin']) as name;
insert into social_private.former_usernames (profile_id, username, changed_at) values
  (social_tests.id('carol'), 'caroline', now() - interval '29 days'),
  (social_tests.id('dave'), 'david', now() - interval '31 days');
create function pg_temp.mentions(caption text) returns text language sql return (
  select string_agg(concat_ws(' ', position, mentioned.username, profiles.username), ', '
    order by position)
  from social.post_mentions as mentioned join social.profiles on profiles.id = profile_id
  where post_id = social_tests.post_id(caption)
);

select social_tests.post('alice', 'with @Carol, @bob and @ERIN.');
select is(
  pg_temp.mentions('with @Carol, @bob and @ERIN.'), '1 Carol carol, 2 bob bob, 3 ERIN erin',
  'mentions match usernames in any case and are stored in the order and spelling of the text');
select social_tests.post('alice', '@caroline @david');
select is(
  pg_temp.mentions('@caroline @david'), '1 caroline carol',
  'for 30 days, a mention of a former username refers to its former owner');
select social_tests.post('alice', '@bob @carol @BOB @caroline');
select is(
  pg_temp.mentions('@bob @carol @BOB @caroline'), '1 bob bob, 2 carol carol',
  'a person mentioned twice is stored once, with the username that comes first in the text');
select social_tests.post('alice', '@alice @nobody @b0b @bob');
select is(
  pg_temp.mentions('@alice @nobody @b0b @bob'), '4 bob bob',
  'the author, unknown usernames and look-alike usernames are not stored as mentions');
select social_tests.comment('bob', '@caroline @david', 'no, @alice and @bob and @Carol');
select is(
  (select string_agg(concat_ws(' ', position, username), ', ' order by position)
    from social.comment_mentions),
  '1 alice, 3 Carol', 'mentions in a comment are stored like mentions in a caption');

update social.profiles set username = 'karla' where username = 'carol';
select is(
  pg_temp.mentions('with @Carol, @bob and @ERIN.'), '1 Carol karla, 2 bob bob, 3 ERIN erin',
  'a mention still refers to the same person after a change of username');
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('bob');
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('erin');
select social_tests.post('alice', '@bob @erin');
select is(pg_temp.mentions('@bob @erin'), null, 'inactive people are not stored as mentions');
select social_tests.post('alice', 'nobody at home');
update social.posts set caption = 'hi @dave' where caption = 'nobody at home';
select is(
  pg_temp.mentions('hi @dave'), '1 dave dave',
  'mentions are also stored when an operator edits a caption in Studio');

select * from finish();
rollback;

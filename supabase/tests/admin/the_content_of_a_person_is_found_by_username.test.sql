begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.post('alice', 'gone');
select social_tests.post('alice', 'hidden');
select social_tests.post('bob', 'sunset');
select social_tests.comment('bob', 'sunrise', 'nice');
select social_tests.comment('alice', 'sunset', 'thanks');
select social_tests.comment('alice', 'sunrise', 'twice');
update social.profiles set display_name = 'Alice', bio = 'I paint'
where id = social_tests.id('alice');
select social_tests.act_as('alice');
select social.update_post(social_tests.post_id('sunrise'), caption => 'Sunrise');
select social_tests.act_as_operator();
update social.posts set deleted_at = now() where caption = 'gone';
update social.posts set hidden_at = now() where caption = 'hidden';
insert into social_private.hidden_comments (comment_id, hidden_by)
select id, hidden_by from social.comments, unnest(enum_range(null::social_private.hidden_by))
  as hidden_by where body = 'twice';

select results_eq(
  $$
    select kind, state, text from social_private.content where username = 'alice'
    order by kind collate "C", text collate "C"
  $$,
  $$values
    ('comment', 'as its post', 'thanks'), ('comment', 'hidden by staff', 'twice'),
    ('earlier post', 'replaced', 'sunrise'), ('post', 'public', 'Sunrise'),
    ('post', 'deleted', 'gone'), ('post', 'hidden by staff', 'hidden'),
    ('profile', 'profile', e'Alice\nI paint')$$,
  'every text of the person is listed once, with deleted and hidden ones');
select results_eq(
  $$select text from social_private.content where username = 'bob' and kind = 'post'$$,
  $$values ('sunset')$$, 'the content of others is not');

select social_tests.follow('alice', 'bob');
select social_tests.block('bob', 'alice');
select social_tests.like('bob', 'sunset');
select results_eq(
  $$
    select format('%s %s %s', from_username, kind, to_username) collate "default"
    from social_private.relationships
  $$,
  $$values ('bob block alice')$$,
  'relationships says by name who blocks whom, and the block has ended the follow');
select results_eq(
  $$
    select format('%s %s %s', username, kind, author_username) collate "default"
    from social_private.reactions
  $$,
  $$values ('bob like bob')$$, 'reactions says by name who likes what');

select social_private.moderate_person('alice', 'limit', 'Spam');
select social_private.ban_person('bob', 'Fraud');
select results_eq(
  $$
    select format('%s %s', username, state) collate "default"
    from social_private.people order by 1
  $$,
  $$values ('alice limited'), ('bob banned')$$,
  'people says in which state each account is');
select results_eq(
  $$select email, post_count from social_private.people where username = 'bob'$$,
  $$select email::text, 1 from auth.users where id = social_tests.id('bob')$$,
  'people has the address of the login and the number of posts');

select * from finish();
rollback;

begin;
select plan(3);
select social_tests.person(name) from unnest(array['viewer', 'friend']) as name;
select social_tests.follow('viewer', 'friend');
select social_tests.post('friend', 'of friend');
select social_tests.act_as('viewer');
select isnt_empty('select from social.for_you_feed()', 'with discovery, the feed contains a post');
select social_tests.act_as_operator();
update social_private.config set discovery = false;
select social_tests.act_as('viewer');
select is_empty('select from social.for_you_feed()', 'without discovery, the feed is empty');
select isnt_empty('select from social.home_feed()', 'without discovery, the home feed stays');

select * from finish();
rollback;

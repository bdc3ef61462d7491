begin;
select plan(6);
create function pg_temp.wrong(expectations text[])
  returns table (written text, expected text, names text) language sql as $$
  select each[1], each[2], names
  from generate_subscripts(wrong.expectations, 1) as i,
  lateral (select array[wrong.expectations[i][1], wrong.expectations[i][2]] as each) as pair,
  lateral (
    select coalesce(string_agg(name, ' ' order by place), '') as names
    from social_private.find_mentions(each[1]) with ordinality as mentions (name, place)
  ) as actual
  where names <> each[2]
$$;

select is_empty($$select * from pg_temp.wrong(array[
  ['@alice', 'alice'], ['hi @alice!', 'alice'], ['(@alice)', 'alice'], ['"@alice"', 'alice'],
  [e'@alice\n@bob', 'alice bob'], ['-@alice', 'alice'], ['.@alice', 'alice'], ['@@alice', 'alice'],
  ['@alice,@bob', 'alice bob'], ['@alice''s', 'alice'], ['@alice-bob', 'alice'],
  ['@aliceさんへ', 'alice'], ['、@alice', 'alice'], ['🎉@alice🎉', 'alice'], ['＠alice', 'alice']
])$$, 'an ASCII or full-width @ with a username is a mention if no word precedes it');
select is_empty($$select * from pg_temp.wrong(array[
  ['mail bob@example.com', ''], ['é@alice', ''], [e'e\u0301\u0323@alice', ''], ['я@alice', ''],
  ['にほん@alice', ''], [e'\u0915\u093f@alice', ''], ['1@alice', ''], ['_@alice', ''],
  ['https://example.com/@alice', ''], ['?to=@alice', ''], ['@alice@bob', 'alice']
])$$, 'an @ after a letter, mark, digit or underscore, or after / or =, begins no mention');
select is_empty($$select * from pg_temp.wrong(array[
  ['@alice.', 'alice'], ['@alice...', 'alice'], ['@a.l.ice.', 'a.l.ice'],
  ['@alice.bob', 'alice.bob']
])$$, 'a trailing dot is not part of the username');
select is_empty($$select * from pg_temp.wrong(array[
  ['@a', ''], ['@ab', ''], ['@abc', 'abc'], ['@123', ''], ['@1st', '1st'], ['@_bad', ''],
  ['@bad_', ''], ['@.bad', ''], ['@', ''], ['@@@', ''], ['@ alice', ''], ['@алиса', ''],
  ['@' || repeat('x', 30), repeat('x', 30)], ['@' || repeat('x', 31), '']
])$$, 'a text that cannot be a username is no mention, and neither is a part of it');
select is_empty($$select * from pg_temp.wrong(array[
  ['@Bob @alice @BOB @bob @Alice', 'Bob alice']
])$$, 'each person is mentioned once, in order of the first mention, as first written');
select is_empty(
  'select * from social_private.find_mentions(null)', 'null contains no mention');

select * from finish();
rollback;

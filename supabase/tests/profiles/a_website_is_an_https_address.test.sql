begin;
select plan(4);
select social_tests.person('alice');

select social_tests.act_as('alice');
select is_empty(
  $$
    select address from unnest(array[
      'https://example.com', 'https://www.example.co.uk/', 'https://example.com/a/b?c=d&e=f#g',
      'https://example.com:8443/x', 'https://xn--bcher-kva.example', 'HTTPS://EXAMPLE.COM',
      'https://example.com/münchen'
    ]) as address
    where (social.update_profile(website => address)).website is distinct from address
  $$,
  'an https address is stored unchanged as website');
select social_tests.remember();
select is_empty(
  $$
    select address, outcome
    from unnest(array[
      'javascript:alert(1)', 'data:text/html,x', '//example.com', 'http://example.com',
      'ftp://example.com', 'example.com', 'https://', 'https://localhost',
      'https://user:p@example.com', 'https://example.com@evil.example', 'https://exam ple.com',
      'https://example.com/<script>', 'https://example.com/"onclick="',
      e'https://example.com/\nSet-Cookie: x',
      'https://example.com\@evil.example', 'https://.', 'https://example.com:port', ' https:// x.y',
      'https://[::1]/', 'https://éxample.com'
    ]) as address,
    social_tests.outcome(format('select social.update_profile(website => %L)', address)) as outcome
    where outcome !~ '^PT422 website_invalid'
  $$,
  'a website with a script, another scheme, credentials or quotes is refused');
select throws_ok(
  format('select social.update_profile(website => %L)', 'https://example.com/' || repeat('x', 181)),
  'PT422', 'website_too_long', 'a website of 201 characters is refused');
select ok(social_tests.is_unchanged(), 'refused websites change no row');

select * from finish();
rollback;

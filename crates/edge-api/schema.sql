-- What the API knows. The pack's facts are looked up here too: see reqlint.toml.

create table accounts (number text primary key, status text not null);

-- `issued_at` is in seconds since 1970; a REST API token has none.
create table tokens (token text primary key, account text not null, issued_at integer);

create table scopes (token text not null, scope text not null);

-- The methods granted to a token's user.
create table grants (token text not null, method text not null);

-- The MCC pages that a token's user may use, each a segment of the path.
create table privileges (token text not null, page text not null);

create table resources (
    kind    text not null,
    id      integer not null,
    account text not null,
    name    text not null,
    state   text not null default 'free',
    primary key (kind, id)
);

-- Whether the database is up, for this example's simulated outage.
create table service (state text not null);

insert into service values ('up');

insert into accounts values ('0001', 'active'), ('6ADC', 'active'), ('00D0', 'deleted');

insert into tokens values
    ('12345678-1234-1234-1234-1234567890ab', '0001', null),
    ('22345678-1234-1234-1234-1234567890ab', '00D0', null),
    ('32345678-1234-1234-1234-1234567890ab', '0001', null),
    ('42345678-1234-1234-1234-1234567890ab', '0001', null),
    ('gateway-everything',    '0001', unixepoch()),
    ('gateway-policies-only', '0001', unixepoch()),
    ('gateway-too-old',       '0001', unixepoch() - 301);

insert into scopes values
    ('gateway-everything', 'ec.rules'), ('gateway-everything', 'sec.cps.certificates'),
    ('gateway-policies-only', 'ec.rules'),
    ('gateway-too-old', 'ec.rules'), ('gateway-too-old', 'sec.cps.certificates');

-- the third token may only read, the fourth may not use the origins page
insert into grants select token, method
    from (select token from tokens where issued_at is null),
         (select 'GET' as method union select 'POST' union select 'PUT' union select 'DELETE');
delete from grants where token like '3%' and method <> 'GET';

insert into privileges select token, page
    from (select token from tokens where issued_at is null),
         (select 'edge' as page union select 'cnames' union select 'origins' union select 'token');
delete from privileges where token like '4%' and page = 'origins';

insert into resources values
    ('cname',       1234, '0001', 'cdn.example.com', 'free'),
    ('cname',       1235, '0001', 'www.example.com', 'busy'),
    ('policy',      1,    '0001', 'main',            'free'),
    ('certificate', 7,    '0001', 'shop-2024',       'free'),
    ('certificate', 8,    '0001', 'shop-2023',       'busy');

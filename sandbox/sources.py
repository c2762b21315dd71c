"""The rules that no schema of Discord's can say, each with its source, and what every route takes.

A source is a page of PAGES with the heading; "secondary" marks what Discord's own pages leave out. The code
is what the sandbox answers, `-` where a rule shows in what is seen. tests/sandbox/test_sources.py breaks
each rule once, and asks each route without what it takes.
"""

from dataclasses import dataclass

DOCS = "https://docs.discord.com/developers/"
PAGES = {
    "answering": "interactions/receiving-and-responding",
    "channel": "resources/channel",
    "commands": "interactions/application-commands",
    "components": "components/reference",
    "event": "resources/guild-scheduled-event",
    "gateway": "events/gateway",
    "guild": "resources/guild",
    "message": "resources/message",
    "opcodes": "topics/opcodes-and-status-codes",
    "permissions": "topics/permissions",
    "reference": "reference",
    "threads": "topics/threads",
}
TABLE = """
token                    | 0      | reference#authentication    | nothing without a token
message length           | 50035  | message#create-message      | content up to 2000 characters
empty message            | 50006  | message#create-message      | content, components or a file
nonce length             | 50035  | message#create-message      | a nonce has up to 25 characters
nonce again              | -      | message#create-message      | the same enforced nonce sends once
others' messages         | 50005  | message#edit-message        | a bot edits its own messages only
file size                | 40005  | reference#uploading-files   | a file has up to 10 MiB
files                    | 50035  | reference#uploading-files   | up to 10 attachments
allowed mentions         | -      | message#allowed-mentions    | nobody is mentioned who is not allowed
reply without history    | 160002 | message#message-reference   | a reply takes READ_MESSAGE_HISTORY
rows                     | 50035  | components#legacy           | up to 5 rows without components v2
row width                | 50035  | components#action-row       | up to 5 buttons in a row
row mix                  | 50035  | components#action-row       | a select has its row to itself
custom id length         | 50035  | components#custom-id        | a custom id has 1 to 100 characters
custom ids differ        | 50035  | components#custom-id        | in one message
button custom id         | 50035  | components#button           | all buttons but links have one
link url                 | 50035  | components#button           | a link has a url
button label             | 50035  | components#button           | up to 80 characters
select options           | 50035  | components#string-select    | up to 25
select values differ     | 50035  | secondary: other libraries  | among the options of a select
v2 flag                  | 50035  | components#component-object | text displays take components v2
v2 content               | 50035  | components#component-object | components v2 exclude content
v2 stays                 | 50035  | components#component-object | a message with components v2 keeps them
40 components            | 50035  | components#component-object | nested ones count
4000 characters          | 50035  | secondary: userdoccers      | in all text displays of a message
container in container   | 50035  | components#container        | is not allowed
section accessory        | 50035  | components#section          | a section has one
attachment is there      | 50035  | components#unfurled-media   | attachment:// names a file that is there
form rows                | 50035  | answering#modal             | 1 to 5 in a form
form title               | 50035  | answering#modal             | up to 45 characters
form custom ids differ   | 50035  | components#custom-id        | in one form
form labels              | 50035  | components#label            | an input stands in a label
label length             | 50035  | components#label            | up to 45 characters
prefilled text           | 50035  | components#text-input       | up to 4000 characters
form disabled            | 50035  | components#string-select    | nothing in a form is disabled
radio options            | 50035  | components#radio-group      | 2 to 10
checkbox options         | 50035  | components#checkbox-group   | 1 to 10
upload count             | 50035  | components#file-upload      | up to 10 files
double answer            | 40060  | opcodes#json                | an interaction is answered once
form after deferral      | 40060  | answering                   | a form is a first answer
form after form          | 50035  | answering                   | no form answers a form
update of nothing        | 50035  | answering                   | a command has no message to update
choices for a command    | 50035  | answering                   | choices answer autocomplete only
message for autocomplete | 50035  | answering                   | choices alone answer autocomplete
25 suggestions           | 50035  | answering                   | answer autocomplete
three seconds            | 10062  | answering                   | for the first answer
fifteen minutes          | 50027  | answering                   | is what a token lasts
follow-up first          | 10015  | answering                   | no follow-up before the answer
ephemeral                | -      | message#message-flags       | is seen by its person alone
command case             | 50035  | commands                    | names of slash commands are in lower case
command characters       | 50035  | commands                    | letters, digits, - and _
command name             | 50035  | commands                    | up to 32 characters
command description      | 50035  | commands                    | 1 to 100 characters
menu description         | 50035  | commands                    | a menu's command has none
command names differ     | 50035  | commands                    | among commands of one type
15 on messages           | 50035  | commands                    | and 15 on people, 100 slash commands
25 options               | 50035  | commands                    | of a command
25 choices               | 50035  | commands                    | of an option
required first           | 50035  | commands                    | options that are required
groups nest once         | 50035  | commands                    | a group holds subcommands
subcommands alone        | 50035  | commands                    | not beside options
autocomplete or choices  | 50035  | commands                    | an option has one of them
one thread               | 160004 | opcodes#json                | a message has one thread
archived thread          | 50083  | opcodes#json                | its messages do not change
locked thread            | 160005 | opcodes#json                | takes MANAGE_THREADS to write
private thread           | 50001  | threads#private-threads     | is seen by its members
thread in thread         | 50024  | opcodes#json                | threads open in channels
archived threads         | -      | channel#list-archived       | the one archived last comes first
thread name              | 50035  | channel#start-thread        | 1 to 100 characters
archive after            | 50035  | channel#thread-metadata     | 60, 1440, 4320 or 10080 minutes
forum tags               | 50035  | channel#channel-object      | up to 20
post tags                | 50035  | channel#channel-object      | up to 5
tag is known             | 10087  | opcodes#json                | of the forum
tag required             | 40067  | opcodes#json                | where the forum says so
moderated tag            | 50013  | channel#forum-tag-object    | takes MANAGE_THREADS
post message             | 50035  | channel#start-in-forum      | a post begins with a message
message in forum         | 50008  | opcodes#json                | only inside a post
closed inbox             | 50007  | opcodes#json                | a person need not take direct messages
stranger                 | 50278  | secondary: other libraries  | direct messages take a common server
bot to bot               | 50007  | opcodes#json                | bots do not write each other
20 reactions             | 30010  | opcodes#json                | different ones on a message
emoji                    | 10014  | opcodes#json                | a reaction is an emoji
100 events               | 30038  | event                       | scheduled or active
event place and end      | 50035  | event                       | an external event has both
event in the past        | 50035  | secondary: other libraries  | cannot be scheduled
event status             | 50035  | event                       | only forwards
who left                 | 10007  | opcodes#json                | is no member
role rank                | 50013  | permissions#hierarchy       | a bot gives roles below its own
overwrites               | 50013  | guild#create-guild-channel  | give and take what the bot itself has
message content          | -      | gateway#message-content     | is hidden without its intent
members' coming          | -      | gateway#list-of-intents     | is told with the members intent
privileged intents       | -      | gateway#privileged-intents  | must be switched on
"""

NEEDS = """
GET /channels/{channel}                                                | VIEW_CHANNEL             | 50001
PATCH /channels/{channel}                                              | MANAGE_CHANNELS          | 50013
PATCH /channels/{channel}                                              | MANAGE_THREADS           | 50013
DELETE /channels/{channel}                                             | MANAGE_CHANNELS          | 50013
DELETE /channels/{channel}                                             | MANAGE_THREADS           | 50013
POST /channels/{channel}/messages                                      | VIEW_CHANNEL             | 50001
POST /channels/{channel}/messages                                      | SEND_MESSAGES            | 50013
POST /channels/{channel}/messages                                      | SEND_MESSAGES_IN_THREADS | 50013
POST /channels/{channel}/messages                                      | ATTACH_FILES             | 50013
GET /channels/{channel}/messages                                       | VIEW_CHANNEL             | 50001
GET /channels/{channel}/messages                                       | READ_MESSAGE_HISTORY     | -
GET /channels/{channel}/messages/{message}                             | READ_MESSAGE_HISTORY     | 50013
PATCH /channels/{channel}/messages/{message}                           | VIEW_CHANNEL             | 50001
DELETE /channels/{channel}/messages/{message}                          | MANAGE_MESSAGES          | 50013
PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me       | ADD_REACTIONS            | 50013
PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me       | READ_MESSAGE_HISTORY     | 50013
DELETE /channels/{channel}/messages/{message}/reactions/{emoji}/@me    | VIEW_CHANNEL             | 50001
DELETE /channels/{channel}/messages/{message}/reactions/{emoji}/{user} | MANAGE_MESSAGES          | 50013
GET /channels/{channel}/messages/{message}/reactions/{emoji}           | READ_MESSAGE_HISTORY     | 50013
POST /channels/{channel}/messages/{message}/threads                    | CREATE_PUBLIC_THREADS    | 50013
POST /channels/{channel}/threads                                       | CREATE_PUBLIC_THREADS    | 50013
POST /channels/{channel}/threads                                       | CREATE_PRIVATE_THREADS   | 50013
POST /channels/{channel}/threads                                       | SEND_MESSAGES            | 50013
GET /channels/{channel}/threads/archived/public                        | READ_MESSAGE_HISTORY     | 50013
PUT /channels/{channel}/thread-members/{user}                          | SEND_MESSAGES_IN_THREADS | 50013
DELETE /channels/{channel}/thread-members/{user}                       | MANAGE_THREADS           | 50013
GET /channels/{channel}/thread-members/{user}                          | VIEW_CHANNEL             | 50001
GET /channels/{channel}/thread-members                                 | VIEW_CHANNEL             | 50001
GET /guilds/{guild}                                                    | member                   | 50001
GET /guilds/{guild}/channels                                           | member                   | 50001
POST /guilds/{guild}/channels                                          | MANAGE_CHANNELS          | 50013
GET /guilds/{guild}/threads/active                                     | member                   | 50001
GET /guilds/{guild}/roles                                              | member                   | 50001
GET /guilds/{guild}/members/{user}                                     | member                   | 50001
PUT /guilds/{guild}/members/{user}/roles/{role}                        | MANAGE_ROLES             | 50013
DELETE /guilds/{guild}/members/{user}/roles/{role}                     | MANAGE_ROLES             | 50013
GET /guilds/{guild}/scheduled-events                                   | member                   | 50001
GET /guilds/{guild}/scheduled-events/{event}                           | member                   | 50001
POST /guilds/{guild}/scheduled-events                                  | CREATE_EVENTS            | 50013
PATCH /guilds/{guild}/scheduled-events/{event}                         | MANAGE_EVENTS            | 50013
DELETE /guilds/{guild}/scheduled-events/{event}                        | MANAGE_EVENTS            | 50013
GET /applications/{application}/guilds/{guild}/commands                | member                   | 50001
PUT /applications/{application}/guilds/{guild}/commands                | member                   | 50001
GET /applications/{application}/commands                               | own                      | 50001
PUT /applications/{application}/commands                               | own                      | 50001
"""
FREE = """
GET /users/@me
GET /users/{user}
GET /oauth2/applications/@me
GET /gateway
GET /gateway/bot
POST /users/@me/channels
POST /interactions/{interaction}/{token}/callback
POST /webhooks/{application}/{token}
GET /webhooks/{application}/{token}/messages/{message}
PATCH /webhooks/{application}/{token}/messages/{message}
DELETE /webhooks/{application}/{token}/messages/{message}
"""


@dataclass(frozen=True)
class Row:
    """A rule and its source; `code` is None where breaking it is no error."""

    name: str
    says: str
    where: str
    code: int | None


@dataclass(frozen=True)
class Need:
    """What a route takes: a permission by name, being a member of the server, or one's own application."""

    route: str
    takes: str
    code: int | None


def _cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def _code(cell: str) -> int | None:
    return None if cell == "-" else int(cell)


def _page(where: str) -> str:
    page, sign, heading = where.partition("#")
    return where if where.startswith("secondary") else f"{DOCS}{PAGES[page]}{sign}{heading}"


ROWS = tuple(Row(name, says, _page(where), _code(code)) for name, code, where, says in _cells(TABLE))
ROUTES = tuple(Need(route, takes, _code(code)) for route, takes, code in _cells(NEEDS))
OPEN = tuple(FREE.split("\n")[1:-1])  # routes that take a token or an interaction's own, and no more

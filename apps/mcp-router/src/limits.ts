/** Every limit of the router, with its reason; units last. */

/** Claude Code aborts a silent HTTP call after 300 s and claude.ai after about 60 s; 45 s is safe for both. */
export const HOLD_MS_MAX = 45_000;
/** Clients that reset their time-out on progress hear something this often. */
export const PROGRESS_INTERVAL_MS = 10_000;
/** How often the rows of all awaited calls are looked at, for what another replica has done. */
export const WAIT_POLL_MS = 1_000;
/** Approval fatigue is an attack: a person who sees fifty requests approves them all. */
export const PENDING_PER_PRINCIPAL_MAX = 20;

/** A decision reaches the router within a quarter of a second; a client that asks more often only asks. */
export const TASK_POLL_MS = 2_000;
/** What policy gives a grant from the decision on; a dispatch comes no later. */
export const GRANT_MS_MAX = 60 * 60 * 1_000;
/** A client that was away over night still finds what came of its task; the ledger keeps results for longer. */
export const TASK_RESULT_KEPT_MS = 24 * 60 * 60 * 1_000;
/** `tasks/result` waits for the end of a task; a connection that waits for longer than this is most often forgotten. */
export const TASK_RESULT_WAIT_MS_MAX = 10 * 60 * 1_000;
/** An id of a server's task goes through headers, sealed; servers use UUIDs. */
export const SERVER_TASK_ID_LENGTH_MAX = 512;
/** A call that is just being sent either sees that it was cancelled within this, or has been sent. */
export const CANCEL_SEEN_MS = 2_000;

/** From winning the fence to the first byte: connecting (10 s), a session (10 s), and room. */
export const DISPATCH_LEASE_MS = 30_000;
/** What a lease has beyond the upstream's own time-out, to commit the outcome. */
export const LEASE_MARGIN_MS = 15_000;
/** After `sent_at` is committed the first byte follows at once; a process that was frozen in between for longer sends nothing. */
export const SEND_WINDOW_MS = 5_000;

/** An outcome does not hold back its answer and waits this long for others to share its commit. */
export const OUTCOME_FLUSH_MS = 10;
/** Rows of one shared commit: more only make it slower for all. */
export const FLUSH_ROWS_MAX = 200;
/** Results of one shared commit. */
export const FLUSH_BYTES_MAX = 8 * 1_024 * 1_024;
/** Before outcomes are tried again when the database does not take them. */
export const FLUSH_RETRY_MS = 500;
/** Of whether the ledger has a call after all whose commit it did not confirm: after 0.5 s, 1 s … 16 s, which bridges a restart. */
export const UNCONFIRMED_LOOKS_MAX = 6;

/**
 * Of one principal, in each replica; `CALLS_PER_SECOND_MAX` sets it. An agent that thinks makes a few calls a second, and a
 * script that lists a backlog some dozens: what goes on above that is a loop.
 */
export const CALLS_PER_SECOND_MAX = 50;
/** A turn with many calls, or a client that starts, comes at once: this many seconds' worth may. */
export const BURST_SECONDS = 4;
/** HTTP requests for each call: a legacy client sends four before its first one. Above this it is a flood, whatever it asks for. */
export const REQUESTS_PER_CALL_MAX = 4;
/** Of the tokens whose signature need not be checked again, of each kind: some 6,000 of clients, or 60 of the longest runs. */
export const VERIFIED_TOKENS_CHARACTERS_MAX = 4 * 1_024 * 1_024;
/** Principals whose rates are remembered; one that is forgotten begins with a full burst. */
export const RATED_PRINCIPALS_MAX = 10_000;
/** Tokens of which it is remembered when they were used: some 3 MB at most. */
export const USED_TOKENS_MAX = 10_000;

/** Calls of one integration that one replica has under way: as many as it keeps connections open for. */
export const CALLS_PER_INTEGRATION_MAX = 32;
/** Calls that wait for one of those: twice as many are over within two of the server's answers, more only grow old. */
export const CALLS_WAITING_PER_INTEGRATION_MAX = 64;
/**
 * Of an integration's places under way, and of those with the ones that wait together: one principal in a loop leaves its
 * colleagues the other half, also on a server that hangs and gives none back.
 */
export const PRINCIPAL_SHARE_MAX = 0.5;
/** Shorter than the 5 s that a hosted run's submission waits for its answer. */
export const SLOT_WAIT_MS_MAX = 3_000;

/** Tries in a row that found no server, or a broken one, after which an integration is left alone for a while. */
export const CIRCUIT_FAILURES_MAX = 5;
/** For this long at first, and twice as long after every try that fails again: 2 s, 4 s, 8 s … */
export const CIRCUIT_OPEN_MS = 2_000;
/** A server that has come back is found within this. */
export const CIRCUIT_OPEN_MS_MAX = 60_000;
/** What connecting and a session may take. A try that takes longer has found a server, which is at work. */
export const CIRCUIT_PROBE_MS_MAX = 20_000;

/** How often each sweep runs; the rows have a due time of their own. */
export const SWEEP_INTERVAL_MS = 1_000;
/** Rows of one sweep, so that one replica does not take all of the work. */
export const SWEEP_ROWS_MAX = 50;
/** How long a swept row belongs to the replica that took it. */
export const SWEEP_CLAIM_MS = 30_000;
/** A pending call is asked about after this; the event normally arrives within a second. */
export const RECONCILE_AFTER_MS = 30_000;
/** And again this often: a lost decision is found within minutes. */
export const RECONCILE_AGAIN_MS = 120_000;
/** An upstream that refuses connections is tried again after 1 s, 2 s, 4 s … */
export const CONNECT_BACKOFF_MS = 1_000;
export const CONNECT_BACKOFF_MS_MAX = 60_000;
/** An idempotent tool's lost call is repeated this often at most. */
export const REPEATS_MAX = 3;
/** A lost call waits this long for rules that say whether it may be repeated; a router that is still behind then asks a person. */
export const REPEAT_DOUBT_MS_MAX = 60_000;
/** A definition that was looked at within this time counts as the current one. */
export const DEFINITION_FRESH_MS = 30_000;
/**
 * The registry is asked again after this, and joins the look that it has under way: a replica that died with ours costs
 * this, instead of as long as the slowest listing may take.
 */
export const LOOK_PATIENCE_MS = 10_000;
/** How long a dispatch waits for the copy to reach what the registry has just committed. */
export const CATCH_UP_MS = 5_000;
/**
 * A replica that starts gets no work before it holds the rules of every workspace; after this it takes work for those that
 * it has, so that one workspace that cannot be read keeps no replica from starting.
 */
export const START_CATCH_UP_MS = 15_000;

/** Of one answer of an upstream. */
export const RESULT_BYTES_MAX = 16 * 1_024 * 1_024;
/** Arrays and objects open at once in one message of an upstream: what a recursive reader anywhere behind us can take. */
export const ANSWER_DEPTH_MAX = 64;
/**
 * Members and elements of one message of an upstream, counted before it is parsed: 16 MiB of `[` became 424 MiB, and so many are
 * 123 MiB at most. A table of a hundred thousand rows with ten columns each has as many.
 */
export const ANSWER_VALUES_MAX = 1_000_000;
/** One line or event of a stream: it holds one JSON-RPC message. */
export const SSE_EVENT_BYTES_MAX = RESULT_BYTES_MAX;
/** `initialize` does no work; a server that takes longer for it is not there. */
export const SESSION_TIMEOUT_MS = 10_000;
/** Messages on the stream of one request that are looked at: a server that reports every percent sends a hundred. */
export const SERVER_MESSAGES_MAX = 1_000;
/** What one request may ask its client: a form of many steps, and no flood of them. */
export const SERVER_REQUESTS_MAX = 32;
/** A legacy server that was told of a cancellation may still say what became of the request. */
export const CANCEL_GRACE_MS = 2_000;
/** Credentials are asked for anew this long before they end: a call that has just been armed must not arrive with dead ones. */
export const CREDENTIALS_MARGIN_MS = 30_000;
/** Time-out, era and transport of an integration can change without its connection revision: no older address is used. */
export const TARGET_FRESH_MS = 60_000;
/** Definitions whose wish for headers is kept: two hundred bytes each at most, for most an empty list. */
export const MIRRORED_TOOLS_MAX = 50_000;
/** Arguments that a tool wants in headers: servers read 16 KiB of headers, and the credentials are among them. */
export const PARAMETER_HEADERS_BYTES_MAX = 8 * 1_024;
/**
 * Servers whose sessions and connections are kept, each in the state that one connection revision gave it: what is left of
 * removed and re-pointed integrations must not add up.
 */
export const SERVERS_REMEMBERED_MAX = 2_000;
/** Times that one answer is asked for again after its stream has ended: every ten seconds, for a quarter of an hour. */
export const STREAM_RESUMES_MAX = 100;
/** Before a stream is asked for again whose server does not say when. */
export const STREAM_RETRY_MS = 1_000;
/** What a server may say: not at once, since it would only be asked more often, and not so late that the answer grows old. */
export const STREAM_RETRY_MS_MIN = 50;
export const STREAM_RETRY_MS_MAX = 30_000;
/** Of what a server calls an event: it goes into a header. */
export const EVENT_ID_LENGTH_MAX = 1_024;
/** Connections kept open per server, for calls that come one after another. */
export const IDLE_CONNECTIONS_MAX = 32;
/** Node's servers close idle connections after 5 s; a reused one must be younger. */
export const IDLE_CONNECTION_MS = 3_500;
/** A connection is used for the last time this long before its server says that it closes it: what is on its way takes time. */
export const IDLE_CONNECTION_MARGIN_MS = 1_000;

/** What servers say to one client during one request, beside the answer: half of what its stream holds while it does not read. */
export const RELAYED_BYTES_MAX = 2 * 1_024 * 1_024;
/** Questions of servers that one request of a client has open at the same time: nobody reads more forms at once. */
export const QUESTIONS_OPEN_MAX = 16;
/** Of what a client answers: a model's sample can hold a picture. */
export const CLIENT_ANSWER_BYTES_MAX = 1_024 * 1_024;
/** A person fills in a form while everything waits; a call's own time-out is shorter still. */
export const CLIENT_ANSWER_MS_MAX = 5 * 60_000;
/** How often a replica looks for answers that another one was given; only while it waits for some. */
export const CLIENT_ANSWER_POLL_MS = 250;
/** Longer than anybody waits for one. */
export const CLIENT_ANSWER_KEPT_MS = 2 * CLIENT_ANSWER_MS_MAX;
/** Times that a modern server may end one call of a legacy client with questions: a form of many steps, and no loop. */
export const INPUT_ROUNDS_MAX = 10;
/** How old a session's log level may be that was set at another replica. */
export const SESSION_LOG_LEVEL_FRESH_MS = 10_000;
/** Of what a server wants to have back with the next round of a request: some hundred bytes, or its whole working memory. */
export const REQUEST_STATE_BYTES_MAX = 64 * 1_024;
/** A person fills in a form, or comes back after lunch; what a server remembers of it is not good for ever. */
export const REQUEST_STATE_AGE_MS_MAX = 2 * 60 * 60 * 1_000;

/** A request of an MCP client, arguments included. */
export const MCP_BODY_BYTES_MAX = 4 * 1_024 * 1_024;
/** Of its JSON: what is three bytes on the wire is a hundred in memory. More than 128 KiB of arguments can hold. */
export const MCP_BODY_VALUES_MAX = 100_000;
/**
 * What a value of parsed JSON takes of the room, beside its bytes on the wire. Measured with V8 of Node 24: 8 for a number in a
 * list, 34 for `[]`, 106 for `{"99999":0}`, and 123, which is the most, for a member with a key of its own in one large object.
 */
export const HELD_BYTES_PER_VALUE = 128;
/** Node's default of 5 s breaks clients that keep a pool of connections. */
export const MCP_KEEP_ALIVE_MS = 75_000;
/** Of a connection, for its first request, and of any other request from its first byte: who takes longer sends them to hold us. */
export const MCP_HEADERS_MS_MAX = 20_000;
/** Until a body of the longest kind is complete: 70 KB a second. */
export const MCP_REQUEST_MS_MAX = 60_000;
/**
 * Of the endpoint, in each replica; `MCP_CONNECTIONS_MAX` sets it. An open one costs some 30 KiB, so all of them 120 MiB: as
 * many as there may be streams of changes, and as many again for requests.
 */
export const MCP_CONNECTIONS_MAX = 4_000;
/**
 * Of those, for the open requests and streams of one principal: a held request costs its client nothing, and one that is in a
 * loop would leave no connection to the others. No client has a tenth as many.
 */
export const MCP_REQUESTS_SHARE_MAX = 0.25;
/** Whoever knocks a thousand times a second has not all connections looked at as often. */
export const MCP_ROOM_MADE_MS = 1_000;
/** Bodies of requests that are not answered yet, and answers on their way out, for one principal in each replica: sixteen of the longest. */
export const HELD_BYTES_PER_PRINCIPAL_MAX = 64 * 1_024 * 1_024;
/** The same for all principals together: four that use their room to the full, and what a small container can spare. */
export const HELD_BYTES_MAX = 256 * 1_024 * 1_024;
/** Of that, for bodies: what has been executed finds room for its answer, however much is being asked. */
export const HELD_BODIES_SHARE_MAX = 0.75;
/**
 * Of that, for what is being read of servers' answers. More than for bodies: nobody knows what a call did whose answer finds no
 * room. Less than all: one of the longest answers that has been read finds room for its way out.
 */
export const ANSWERS_SHARE_MAX = 0.9;
/** Of one integration: four of the longest answers, or two megabytes for each of the calls that it has under way. */
export const HELD_ANSWERS_PER_INTEGRATION_MAX = 64 * 1_024 * 1_024;
/** Of one workspace: two integrations that use theirs to the full leave room to those of others. */
export const HELD_ANSWERS_PER_WORKSPACE_MAX = 128 * 1_024 * 1_024;
/** An answer of 4 MiB that is read at 35 KB a second is read by then. */
export const UNREAD_MS_MAX = 120_000;
/** The answers to one batch of the older revisions together: less than a stream holds. */
export const BATCH_ANSWERS_BYTES_MAX = 3 * 1_024 * 1_024;
/** Proxies cut what is silent for a minute; some clients sooner. A stream that says nothing for this long says that it is there. */
export const STREAM_SILENCE_MS_MAX = 15_000;
/** How often open requests and streams are looked at, for silence and for tokens that have expired. */
export const KEEP_ALIVE_LOOK_MS = 2_500;
/** What a stream holds for a client that does not read; notifications have some hundred bytes. */
export const STREAM_BUFFER_BYTES_MAX = 4 * 1_024 * 1_024;
/** Streams of one principal that wait for changes: a person's editors, terminals and their half-open leftovers. */
export const STREAMS_PER_PRINCIPAL_MAX = 32;
/** Of all principals in one replica: an open socket costs some 30 KiB. */
export const STREAMS_MAX = 2_000;
/** Changes come in bursts (a discovery, a page of switches); one word about all of them is enough. */
export const CHANGE_SETTLE_MS = 100;
/** A sealed session cannot be taken back; a week bridges a holiday's weekend, and a new one costs a client one request. */
export const SESSION_AGE_MS_MAX = 7 * 24 * 60 * 60 * 1_000;
/** Sessions whose sealed ids need not be opened again, and such that have been ended: some 500 bytes each. */
export const SESSIONS_REMEMBERED_MAX = 4_096;
/** One page of a client's listing: many clients read the first one only, so it holds what any client could show a model. */
export const LIST_PAGE_BYTES_MAX = 4 * 1_024 * 1_024;
/** Serialised listings that are kept, over all workspaces. One of 1,000 tools has some 1.5 MiB. */
export const LISTS_KEPT_BYTES_MAX = 32 * 1_024 * 1_024;
/** Tools in the lists of what tokens may see, over all tokens: some 200 bytes each. */
export const OFFERS_KEPT_MAX = 100_000;
/** Definitions kept, over all workspaces, as JSON, of which one may have 128 KiB: some 30,000 usual ones. One listing may go beyond it. */
export const DEFINITIONS_KEPT_BYTES_MAX = 64 * 1_024 * 1_024;
/**
 * Before a server is asked again what prompts or resources it has: a client that begins asks for all lists at once, and what
 * is new is seen within this.
 */
export const LISTING_FRESH_MS = 10_000;
/** What a server has not listed by then is missing from the answer, and is there with the next one. */
export const LISTING_MS_MAX = 5_000;
/** Servers that one listing asks at the same time: of twenty dead ones nobody waits longer than for two. */
export const LISTED_AT_ONCE_MAX = 16;
/** Pages of one server's listing: of 50 entries, as most servers have them, as many as `LISTING_ITEMS_MAX`. */
export const LISTING_PAGES_MAX = 100;
/** Prompts, resources or templates of one server: more is nothing that a person or a model could choose from. */
export const LISTING_ITEMS_MAX = 5_000;
/** Of one server's listing. */
export const LISTING_BYTES_MAX = 4 * 1_024 * 1_024;
/** Listings of servers that are kept, over all workspaces. */
export const LISTINGS_KEPT_BYTES_MAX = 32 * 1_024 * 1_024;
/** Calls being sent when the process is asked to stop get this long; the rest are found by their leases. */
export const SHUTDOWN_DRAIN_MS = 10_000;

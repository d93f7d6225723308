/** Written from the OpenAPI document of the admin gateway; see the README. */

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Health: live */
        get: operations["Health_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Health: ready */
        get: operations["Health_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Health: keys */
        get: operations["Health_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Audit: list */
        get: operations["Audit_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Audit: export
         * @description The same entries as the list, newest first, as a file: `jsonl` has a line of JSON for each, `csv` a row, in which an
         *     apostrophe stands before text that a spreadsheet would calculate. At most 250000 entries; where there are more, the last
         *     line is `audit.export_cut`, whose id is the cursor to go on from. It breaks off when whoever takes it may not read it any more.
         *     Every export is audited.
         */
        get: operations["Audit_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live feed: list
         * @description What happens in the workspace, in order, as far as whoever asks may read it: `approval.*` needs `approval:read`,
         *     `run.*` and `agent.*` `agent:read`, `integration.*`, `discovery.*` and `tool-policies.*` `integration:read`,
         *     `calls.changed` `call:read`. An event has ids and states; the lists have the rest. With `Accept: text/event-stream`, as
         *     server-sent events: `data` is a FeedEvent with an id, and `Last-Event-ID` goes on from there, on any replica.
         *     `event: ready` comes first where no id was sent. `{"kind":"resync"}` says that the id is too old or unknown, and that
         *     everything has to be read anew. `{"kind":"calls.changed"}` comes at most once a second, without an id, for any number of calls.
         *     `event: end` says why the stream will not go on, e.g. `token.revoked`. Without that header, the events since
         *     `Last-Event-ID` as JSON.
         */
        get: operations["LiveFeed_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/oauth/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Integration OAuth: authorize */
        post: operations["IntegrationOAuth_authorize"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/oauth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Integration OAuth: end */
        delete: operations["IntegrationOAuth_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Workspaces: get */
        get: operations["Workspaces_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members: list */
        get: operations["Members_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members: get */
        get: operations["Members_get"];
        put?: never;
        post?: never;
        /**
         * Members: remove
         * @description Ends their tokens, the runs that they started, and what both asked for, within a second; they leave the approver groups. The last admin stays (409 `member.last_admin`).
         */
        delete: operations["Members_remove"];
        options?: never;
        head?: never;
        /**
         * Members: update
         * @description Nobody gives a role with a scope that they have not themselves, and the last admin stays one (409 `member.last_admin`).
         */
        patch: operations["Members_update"];
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/members/{userId}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Members: unlock
         * @description Forgets the wrong passwords of a person who `isLocked`.
         */
        post: operations["Members_unlock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations: list */
        get: operations["Invitations_list"];
        put?: never;
        /**
         * Invitations: create
         * @description The link is shown this once and is good once; a new one for the same e-mail takes the place of an older. Nobody gives a role with a scope that they have not themselves, and an invitation ends with the rights of who made it.
         */
        post: operations["Invitations_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/invitations/{invitationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Invitations: revoke
         * @description What is over already stays as it is.
         */
        delete: operations["Invitations_revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept invitation: look
         * @description What somebody is invited to. The secret is what stands behind the `#` of the link.
         */
        post: operations["AcceptInvitation_look"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept invitation: accept
         * @description Makes the account, or takes the one of that e-mail by its password, and signs in.
         */
        post: operations["AcceptInvitation_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Auth methods: methods
         * @description How one can sign in here.
         */
        get: operations["AuthMethods_methods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Auth methods: accept
         * @description Accepts an invitation by signing in at the provider, whose e-mail must be the one that is invited.
         */
        post: operations["AuthMethods_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sessions: me */
        get: operations["Sessions_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Own account: rename */
        patch: operations["OwnAccount_rename"];
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Own account: set password
         * @description Ends every other session of the person. Wrong passwords count as wrong sign-ins.
         */
        post: operations["OwnAccount_setPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Own sessions: list sessions */
        get: operations["OwnSessions_listSessions"];
        put?: never;
        post?: never;
        /**
         * Own sessions: end others
         * @description Ends all but the one that asks.
         */
        delete: operations["OwnSessions_endOthers"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Own sessions: end session */
        delete: operations["OwnSessions_endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/members/{userId}/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Password resets: make
         * @description A link with which that person sets a new password, once, within a day. It takes every scope that they have, and that they are a member of no other workspace (409 `member.elsewhere`).
         */
        post: operations["PasswordResets_make"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password-resets/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Password resets: look
         * @description Whose password a link sets. The secret is what stands behind the `#`.
         */
        post: operations["PasswordResets_look"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Password resets: use
         * @description Sets the password and ends every session of the person, who then signs in with it.
         */
        post: operations["PasswordResets_use"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/approver-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Approver groups: list */
        get: operations["ApproverGroups_list"];
        put?: never;
        /** Approver groups: create */
        post: operations["ApproverGroups_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/approver-groups/{groupId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Approver groups: get */
        get: operations["ApproverGroups_get"];
        put?: never;
        post?: never;
        /**
         * Approver groups: remove
         * @description A group that tools name is not removed: 409 `approver_group.in_use` lists them. With `force` it is, and nobody can decide about calls of those tools until they name another group, or none. With `If-Match`, the ETag that was seen, nothing is done when somebody has changed the group or its members since.
         */
        delete: operations["ApproverGroups_remove"];
        options?: never;
        head?: never;
        /**
         * Approver groups: update
         * @description A group that tools name keeps its name: 409 `approver_group.in_use` lists them. With `If-Match`, the ETag that was seen, nothing is done when somebody has changed the group or its members since.
         */
        patch: operations["ApproverGroups_update"];
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/approver-groups/{groupId}/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Group members: add */
        put: operations["GroupMembers_add"];
        post?: never;
        /** Group members: remove */
        delete: operations["GroupMembers_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sessions: sign in */
        post: operations["Sessions_signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sessions: sign out */
        post: operations["Sessions_signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tokens: list
         * @description Without the tokens themselves, which are shown once. `hint` is a token's last characters: all of them begin alike.
         *     `lastUsedAt` is to the minute; uses of an MCP token are told by the router, some seconds later.
         */
        get: operations["Tokens_list"];
        put?: never;
        /** Tokens: create */
        post: operations["Tokens_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/tokens/{tokenId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Tokens: revoke */
        delete: operations["Tokens_revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/cli-logins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cli logins: confirm
         * @description A signed-in person lets a command line in. The code is for the one that knows the verifier of `challenge`.
         */
        post: operations["CliLogins_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/cli-logins/exchange": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cli logins: exchange
         * @description A code and its verifier for an API token of the person who confirmed. Once, within two minutes.
         */
        post: operations["CliLogins_exchange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Cli logins: revoke own
         * @description Revokes the token that the request carries.
         */
        delete: operations["CliLogins_revokeOwn"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/circuits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Circuits: list
         * @description The servers that were not there, or broken, when a call was last sent to them. As the replica of the router that answers has seen it: each has a network of its own, and finds out for itself.
         */
        get: operations["Circuits_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/circuit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Circuits: get
         * @description Whether calls are sent to this server, and if not, why and until when. As the replica of the router that answers has seen it: each has a network of its own, and finds out for itself.
         */
        get: operations["Circuits_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/tool-counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Integration cards: tool counts
         * @description How many tools each integration has, by what a call of them would get. The pages are those of the list of integrations: the same cursor and limit give the same ones.
         */
        get: operations["IntegrationCards_toolCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/recent-checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Integration cards: recent checks
         * @description How each server was found to be, the last 30 times, oldest first. The pages are those of the list of integrations: the same cursor and limit give the same ones.
         */
        get: operations["IntegrationCards_recentChecks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Integration checks: test */
        post: operations["IntegrationChecks_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Integration checks: checks */
        get: operations["IntegrationChecks_checks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/tool-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Integration checks: tool changes */
        get: operations["IntegrationChecks_toolChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Integrations: list */
        get: operations["Integrations_list"];
        put?: never;
        /** Integrations: register */
        post: operations["Integrations_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Integrations: get */
        get: operations["Integrations_get"];
        put?: never;
        post?: never;
        /**
         * Integrations: remove
         * @description With `If-Match`, the ETag that was seen, it stays when somebody has changed its settings since.
         */
        delete: operations["Integrations_remove"];
        options?: never;
        head?: never;
        /**
         * Integrations: update
         * @description A field that is absent or null stays as it is. Another connection is tried first, and nothing is changed when it does not answer. With `If-Match`, the ETag that was seen, nothing is changed when somebody has changed its settings since; what is discovered meanwhile does not count.
         */
        patch: operations["Integrations_update"];
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Integrations: verify */
        post: operations["Integrations_verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/tools/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tool review: review
         * @description How the definition differs from the one that was acknowledged last. `definitionHash` is what an `acknowledge` of this names.
         */
        get: operations["ToolReview_review"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/tools/prune": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tool review: prune
         * @description Forgets tools that the server does not list any more, with what was decided about them; without `names` all of them.
         */
        post: operations["ToolReview_prune"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tools: list */
        get: operations["Tools_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Tools: update
         * @description All or nothing. A field that is absent or null stays as it is, inside `approval` too. `approverGroup` is the name of an approver group. An empty `approverGroup` takes the stored group away: everybody who may decide approvals may then decide these.
         */
        patch: operations["Tools_update"];
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tools: get policy */
        get: operations["Tools_getPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Tools: update policy
         * @description A field that is absent or null stays as it is. With `If-Match`, the ETag that was seen, nothing is changed when the policy, or the server that it is about, is another one by now.
         */
        patch: operations["Tools_updatePolicy"];
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Approvals: list
         * @description With `mine`, only what whoever asks may decide: what everybody may, and what the groups may that the person is in, without what they asked for themselves where that is not theirs to decide (`refusal` says so elsewhere); nothing without the scope `approval:decide`. With `details`, each has its tool and what it asks for, from its beginning; `GET` of one has all of it. A page may be short: only `nextCursor` says where a list ends.
         */
        get: operations["Approvals_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/approvals/{approvalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Approvals: get */
        get: operations["Approvals_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/approval-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Approval settings: get
         * @description What holds for all approvals of the workspace, also for those that wait already. A tool can be stricter in its own `approval`, never laxer. A field that is absent or null stays as it is.
         */
        get: operations["ApprovalSettings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Approval settings: update
         * @description What holds for all approvals of the workspace, also for those that wait already. A tool can be stricter in its own `approval`, never laxer. A field that is absent or null stays as it is.
         */
        patch: operations["ApprovalSettings_update"];
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/approvals/{approvalId}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decisions: decide
         * @description The first decision wins: the same one again changes nothing, another one is a 409 that says who was first. Where the tool names an approver group, only its members decide. `arguments` need the scope `approval:edit` too.
         */
        post: operations["Decisions_decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/approvals/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decisions: decide many
         * @description Each is decided by itself; the answer has a result for each, in order: the approval, or the problem that there was.
         */
        post: operations["Decisions_decideMany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls: list
         * @description Newest first; all that is named must be so. `outcome` groups states: `refused` is denied, expired, cancelled or void;
         *     `agentId` is whose runs asked; `principal` is the id of who asked or of the person behind; `name` is how the exposed name begins. A page may be short, or
         *     empty: only `nextCursor` says where the list ends.
         */
        get: operations["Calls_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/calls/{callId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calls: get */
        get: operations["Calls_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/calls/{callId}/resolution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Calls: resolve */
        post: operations["Calls_resolve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/statistics/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Statistics: calls
         * @description Calls by verdict and by what became of them, in steps of `step` seconds that begin at multiples of it in UTC; at most
         *     500 steps, the empty ones too. `from` is in and `until` is not; at most 31 days.
         */
        get: operations["Statistics_calls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/statistics/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Statistics: tools
         * @description The slowest servers and the most used tools, among the newest 100000 calls of the range. `from` is in and `until` is not; at most 31 days.
         */
        get: operations["Statistics_tools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/statistics/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Statistics: approvals
         * @description What became of the approvals that were requested in the range, and how long people took to decide. `from` is in and `until` is not; at most 31 days.
         */
        get: operations["Statistics_approvals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Agents: list
         * @description Those that were deleted are left out; with `archived=true` they are the list.
         */
        get: operations["Agents_list"];
        put?: never;
        /**
         * Agents: create
         * @description `tools` is what the agent may use at all, per integration: everything when left out, nothing when empty; an entry without `toolNames` is for all tools of its integration, and a tool that several entries reach gets the strictest of them. A slug that no integration has reaches nothing until one has it. `strictness: ask` has every call wait for a person. Both only narrow: the policy of each tool is what allows it. `integrations` is the short form of `tools` without tool names.
         */
        post: operations["Agents_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/agents/{agentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Agents: get */
        get: operations["Agents_get"];
        put?: never;
        post?: never;
        /**
         * Agents: delete
         * @description No run is started of it any more, and its open runs are cancelled. It can still be read, with its versions, for the runs that it had.
         */
        delete: operations["Agents_delete"];
        options?: never;
        head?: never;
        /**
         * Agents: update
         * @description A field that is absent or null stays as it is; `parameters` and `tools` are replaced as a whole; `clear` names fields that go back to what they are when left out. What changes makes a new version, which the next run uses; a run keeps the version that it started with. The same settings again make none. With `If-Match`, the ETag of the version that was seen, nothing is changed when there is a newer one.
         */
        patch: operations["Agents_update"];
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/agents/{agentId}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Agent versions: list
         * @description Newest first, each with who made it; `createdBy` is null for those from before that was recorded.
         */
        get: operations["AgentVersions_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/agents/{agentId}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Agent versions: get */
        get: operations["AgentVersions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/agents/{agentId}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs: start */
        post: operations["Runs_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs: list */
        get: operations["Runs_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs: get */
        get: operations["Runs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/runs/{runId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs: cancel */
        post: operations["Runs_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/runs/{runId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Runs: send
         * @description Only who started the run writes to it, for it acts in their name (403 `run.foreign`); others fork it. A run at work,
         *     or one that waits for a person, reads it after the turn. One that has finished or failed is opened again, with its limits anew;
         *     one that was cancelled is not (409 `run.cancelled`). With a `messageId`, the same message is taken once.
         */
        post: operations["Runs_send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/runs/{runId}/fork": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Runs: fork
         * @description A new run of the agent as it is now, that begins with this one's conversation up to the results of `afterTurn` (0: the
         *     prompt alone; left out: all of it) and goes on with the message. Calls before that are history: they are not made again.
         *     409 `run.point_is_open` where a call has no result yet.
         */
        post: operations["Runs_fork"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/runs/{runId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run events: list
         * @description What happened in the run, in order. With `Accept: text/event-stream`, as server-sent events: every recorded event
         *     with its sequence number as its id, those that come as well. `Last-Event-ID` (or `after`) goes on from there. Between them,
         *     `event: delta` has pieces of the text that the model is writing: `{turn, attempt, index, text}`, without an id; the recorded
         *     turn replaces them. `event: end` says why the stream will not go on, e.g. `token.revoked`. A stream outlives its run, which
         *     a message opens again.
         */
        get: operations["RunEvents_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/entitlements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Entitlements: get */
        get: operations["Entitlements_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks: list */
        get: operations["Webhooks_list"];
        put?: never;
        /**
         * Webhooks: create
         * @description `secret` is in this answer and in no later one; it is null where it stays as it was.
         */
        post: operations["Webhooks_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/webhooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks: get */
        get: operations["Webhooks_get"];
        put?: never;
        post?: never;
        /**
         * Webhooks: remove
         * @description With `If-Match`, the ETag that was seen, it stays when somebody has changed it since.
         */
        delete: operations["Webhooks_remove"];
        options?: never;
        head?: never;
        /**
         * Webhooks: update
         * @description A field that is absent or null stays as it is. `rotateSecret` makes a new secret. With `If-Match`, the ETag that was seen, nothing is changed when somebody has changed it since. `secret` is in this answer and in no later one; it is null where it stays as it was.
         */
        patch: operations["Webhooks_update"];
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/webhooks/{webhookId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhook deliveries: list */
        get: operations["WebhookDeliveries_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspaceId}/webhooks/{webhookId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Webhook deliveries: replay
         * @description Sends one delivery again, or without `deliveryId` every dead one.
         */
        post: operations["WebhookDeliveries_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        HealthAnswer: {
            /** @enum {string} */
            status: "live" | "ready" | "not_ready";
        };
        PublicKey: {
            kid: string;
            /** @enum {string} */
            kty: "EC";
            /** @enum {string} */
            crv: "P-256";
            x: string;
            y: string;
            /** @enum {string} */
            alg: "ES256";
            /** @enum {string} */
            use: "sig";
        };
        PublicKeySet: {
            keys: components["schemas"]["PublicKey"][];
        };
        Actor: {
            /** @enum {string} */
            kind: "user" | "token" | "run" | "operator" | "system";
            id: string;
            name: string;
            ownerId?: string;
        };
        AuditEntryView: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            action: string;
            actor: components["schemas"]["Actor"];
            integrationId: string | null;
            approvalId: string | null;
            way: string | null;
            requestId: string | null;
            details: components["schemas"]["JsonObject"];
        };
        AuditPage: {
            items: components["schemas"]["AuditEntryView"][];
            nextCursor: string | null;
        };
        FeedEvent: {
            sequence: number;
            /** @enum {string} */
            kind: "approval.requested" | "approval.decided" | "approval.expired" | "approval.withdrawn" | "run.started" | "run.suspended" | "run.resumed" | "run.finished" | "run.cancelled" | "agent.changed" | "tool-policies.changed" | "integration.registered" | "integration.updated" | "integration.removed" | "integration.authorization_changed" | "discovery.completed" | "discovery.failed" | "calls.changed";
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            approvalId?: string;
            /** Format: uuid */
            callId?: string;
            /** Format: uuid */
            integrationId?: string;
            /** Format: uuid */
            runId?: string;
            /** Format: uuid */
            agentId?: string;
            state?: string;
        };
        FeedPage: {
            items: components["schemas"]["FeedEvent"][];
            lastEventId: string;
            resync: boolean;
        };
        AuthorizationStartView: {
            authorizationUrl: string;
            expiresAt: string | null;
        };
        StoredHeader: {
            name: string;
            /** Format: date-time */
            setAt: string;
            setBy: string;
        };
        AuthorizationView: {
            /** @enum {string} */
            state: "not_authorized" | "authorized" | "needs_reauthorization";
            problem: string | null;
            issuer: string | null;
            clientId: string | null;
            registration: ("pre-registered" | "client-metadata-document" | "dynamic") | null;
            clientSecretSetAt: string | null;
            clientSecretSetBy: string | null;
            scopes: string[];
            grantedScopes: string[];
            missingScopes: string[];
            authorizedAt: string | null;
            authorizedBy: string | null;
            accessTokenExpiresAt: string | null;
            hasRefreshToken: boolean;
            overridesHeader: boolean;
        };
        DiscoveryAttempt: {
            /** Format: date-time */
            at: string;
            succeeded: boolean;
            durationMs: number;
            errorCode: string | null;
            message: string | null;
            /** @enum {string} */
            trigger?: "register" | "update" | "authorize" | "verify" | "poll" | "list-changed";
        };
        HealthView: {
            /** @enum {string} */
            state: "unknown" | "healthy" | "degraded" | "down";
            since: string | null;
            consecutiveFailures: number;
            /** @enum {string} */
            watch: "none" | "polling" | "list-changed" | "subscription";
            nextCheckAt: string | null;
        };
        DiscoveryWarning: {
            code: string;
            message: string;
        };
        IntegrationView: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            workspaceId: string;
            slug: string;
            displayName: string;
            description: string;
            serverUrl: string;
            /** @enum {string} */
            transport: "auto" | "streamable-http" | "sse";
            timeoutSeconds: number;
            /** @enum {string} */
            auth: "none" | "headers" | "oauth2" | "client-credentials";
            /** @enum {string} */
            status: "awaiting_authorization" | "connected" | "check_failed" | "needs_reauthorization";
            wireTransport: ("streamable-http" | "sse") | null;
            era: ("legacy" | "modern") | null;
            protocolVersion: string | null;
            version: number;
            connectionRevision: number;
            snapshotRevision: number;
            toolCount: number;
            headers: components["schemas"]["StoredHeader"][];
            authorization: components["schemas"]["AuthorizationView"] | null;
            verifiedAt: string | null;
            lastAttempt: components["schemas"]["DiscoveryAttempt"] | null;
            health: components["schemas"]["HealthView"];
            warnings: components["schemas"]["DiscoveryWarning"][];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        WorkspaceView: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
            /** Format: date-time */
            createdAt: string;
            mcpUrl: string;
        };
        MemberView: {
            /** Format: uuid */
            userId: string;
            name: string;
            email: string;
            /** @enum {string} */
            role: "viewer" | "approver" | "editor" | "admin";
            /** Format: date-time */
            joinedAt: string;
            hasPassword: boolean;
            isLocked: boolean;
        };
        MemberPage: {
            items: components["schemas"]["MemberView"][];
            nextCursor: string | null;
        };
        ChangeMemberBody: {
            /** @enum {string} */
            role: "viewer" | "approver" | "editor" | "admin";
        };
        InvitationView: {
            /** Format: uuid */
            id: string;
            email: string;
            /** @enum {string} */
            role: "viewer" | "approver" | "editor" | "admin";
            groupIds: string[];
            invitedByName: string;
            /** @enum {string} */
            state: "open" | "accepted" | "expired" | "revoked";
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            acceptedAt: string | null;
        };
        InvitationPage: {
            items: components["schemas"]["InvitationView"][];
            nextCursor: string | null;
        };
        CreateInvitationBody: {
            email: string;
            /** @enum {string} */
            role: "viewer" | "approver" | "editor" | "admin";
            groupIds?: string[];
            expiresInDays?: number;
        };
        CreatedInvitationView: {
            url: string;
            /** Format: uuid */
            id: string;
            email: string;
            /** @enum {string} */
            role: "viewer" | "approver" | "editor" | "admin";
            groupIds: string[];
            invitedByName: string;
            /** @enum {string} */
            state: "open" | "accepted" | "expired" | "revoked";
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            acceptedAt: string | null;
        };
        LinkSecretBody: {
            secret: string;
        };
        OfferedInvitationView: {
            email: string;
            /** @enum {string} */
            role: "viewer" | "approver" | "editor" | "admin";
            workspaceName: string;
            invitedByName: string;
            /** Format: date-time */
            expiresAt: string;
            hasAccount: boolean;
        };
        AcceptInvitationBody: {
            name?: string;
            password: string;
            secret: string;
        };
        OpenedSessionView: {
            csrfToken: string;
            /** Format: date-time */
            expiresAt: string;
        };
        OidcMethodView: {
            label: string;
            startUrl: string;
        };
        AuthMethodsView: {
            password: boolean;
            oidc: components["schemas"]["OidcMethodView"] | null;
        };
        OidcStartView: {
            authorizationUrl: string;
        };
        MembershipView: {
            /** Format: uuid */
            workspaceId: string;
            /** @enum {string} */
            role: "viewer" | "approver" | "editor" | "admin";
            scopes: ("integration:read" | "integration:create" | "integration:update" | "integration:delete" | "policy:update" | "approval:read" | "approval:decide" | "approval:edit" | "call:read" | "agent:read" | "agent:create" | "agent:update" | "agent:delete" | "agent:run" | "audit:read" | "workspace:admin")[];
        };
        MeView: {
            /** @enum {string} */
            kind: "user" | "token";
            /** Format: uuid */
            id: string;
            name: string;
            /** Format: uuid */
            ownerId: string;
            email: string | null;
            hasPassword: boolean;
            workspaces: components["schemas"]["MembershipView"][];
            csrfToken: string | null;
        };
        UpdateMeBody: {
            name: string;
        };
        ChangePasswordBody: {
            currentPassword: string;
            newPassword: string;
        };
        OwnSessionView: {
            /** Format: uuid */
            id: string;
            userAgent: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: date-time */
            expiresAt: string;
            isCurrent: boolean;
        };
        OwnSessionList: {
            items: components["schemas"]["OwnSessionView"][];
        };
        PasswordResetLinkView: {
            url: string;
            /** Format: date-time */
            expiresAt: string;
        };
        PasswordResetView: {
            name: string;
            email: string;
            /** Format: date-time */
            expiresAt: string;
        };
        ResetPasswordBody: {
            password: string;
            secret: string;
        };
        GroupView: {
            /** Format: uuid */
            id: string;
            name: string;
            description: string;
            memberCount: number;
            version: number;
            /** Format: date-time */
            createdAt: string;
        };
        GroupList: {
            items: components["schemas"]["GroupView"][];
            nextCursor: string | null;
        };
        CreateGroupBody: {
            name: string;
            description?: string;
        };
        GroupMemberView: {
            /** Format: uuid */
            userId: string;
            name: string;
            email: string;
            /** Format: date-time */
            addedAt: string;
        };
        GroupDetailsView: {
            members: components["schemas"]["GroupMemberView"][];
            /** Format: uuid */
            id: string;
            name: string;
            description: string;
            memberCount: number;
            version: number;
            /** Format: date-time */
            createdAt: string;
        };
        UpdateGroupBody: {
            name?: string;
            description?: string;
        };
        LoginBody: {
            email: string;
            password: string;
        };
        TokenSettings: {
            integrations?: string[];
            tools?: string[];
            /** @enum {string} */
            strictness?: "allow" | "ask" | "deny";
            holdMs?: number;
            nameBudget?: number;
            bareNames?: boolean;
        };
        TokenView: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "api" | "mcp";
            name: string;
            hint: string;
            scopes: ("integration:read" | "integration:create" | "integration:update" | "integration:delete" | "policy:update" | "approval:read" | "approval:decide" | "approval:edit" | "call:read" | "agent:read" | "agent:create" | "agent:update" | "agent:delete" | "agent:run" | "audit:read" | "workspace:admin")[];
            settings: components["schemas"]["TokenSettings"];
            /** Format: uuid */
            ownerId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            revokedAt: string | null;
            lastUsedAt: string | null;
        };
        TokenPage: {
            items: components["schemas"]["TokenView"][];
            nextCursor: string | null;
        };
        CreateTokenBody: {
            name: string;
            /** @enum {string} */
            kind: "api" | "mcp";
            scopes: ("integration:read" | "integration:create" | "integration:update" | "integration:delete" | "policy:update" | "approval:read" | "approval:decide" | "approval:edit" | "call:read" | "agent:read" | "agent:create" | "agent:update" | "agent:delete" | "agent:run" | "audit:read" | "workspace:admin")[];
            expiresInDays?: number;
            integrations?: string[];
            tools?: string[];
            /** @enum {string} */
            strictness?: "allow" | "ask" | "deny";
            holdMs?: number;
            nameBudget?: number;
            bareNames?: boolean;
        };
        CreatedTokenView: {
            token: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "api" | "mcp";
            name: string;
            hint: string;
            scopes: ("integration:read" | "integration:create" | "integration:update" | "integration:delete" | "policy:update" | "approval:read" | "approval:decide" | "approval:edit" | "call:read" | "agent:read" | "agent:create" | "agent:update" | "agent:delete" | "agent:run" | "audit:read" | "workspace:admin")[];
            settings: components["schemas"]["TokenSettings"];
            /** Format: uuid */
            ownerId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            revokedAt: string | null;
            lastUsedAt: string | null;
        };
        ConfirmCliLoginBody: {
            challenge: string;
            name: string;
            expiresInDays?: number;
            scopes: ("integration:read" | "integration:create" | "integration:update" | "integration:delete" | "policy:update" | "approval:read" | "approval:decide" | "approval:edit" | "call:read" | "agent:read" | "agent:create" | "agent:update" | "agent:delete" | "agent:run" | "audit:read" | "workspace:admin")[];
        };
        CliLoginCodeView: {
            code: string;
            /** Format: date-time */
            expiresAt: string;
        };
        ExchangeCliLoginBody: {
            code: string;
            verifier: string;
        };
        CliLoginView: {
            /** Format: uuid */
            workspaceId: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "api" | "mcp";
            name: string;
            hint: string;
            scopes: ("integration:read" | "integration:create" | "integration:update" | "integration:delete" | "policy:update" | "approval:read" | "approval:decide" | "approval:edit" | "call:read" | "agent:read" | "agent:create" | "agent:update" | "agent:delete" | "agent:run" | "audit:read" | "workspace:admin")[];
            settings: components["schemas"]["TokenSettings"];
            /** Format: uuid */
            ownerId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            revokedAt: string | null;
            lastUsedAt: string | null;
            token: string;
        };
        UpstreamHealthView: {
            /** Format: uuid */
            integrationId: string;
            /** @enum {string} */
            state: "closed" | "half_open" | "open";
            failures: number;
            reason: string;
            retryAt: string | null;
        };
        UpstreamHealthList: {
            items: components["schemas"]["UpstreamHealthView"][];
        };
        CircuitView: {
            reason: string | null;
            /** Format: uuid */
            integrationId: string;
            /** @enum {string} */
            state: "closed" | "half_open" | "open";
            failures: number;
            retryAt: string | null;
        };
        ToolCounts: {
            /** Format: uuid */
            integrationId: string;
            total: number;
            open: number;
            ask: number;
            off: number;
            missing: number;
            fresh: number;
            changed: number;
            unreadable: number;
        };
        ToolCountsPage: {
            nextCursor: string | null;
            items: components["schemas"]["ToolCounts"][];
        };
        RecentCheck: {
            /** Format: date-time */
            at: string;
            succeeded: boolean;
            durationMs: number;
        };
        RecentChecks: {
            /** Format: uuid */
            integrationId: string;
            checks: components["schemas"]["RecentCheck"][];
        };
        RecentChecksPage: {
            items: components["schemas"]["RecentChecks"][];
            nextCursor: string | null;
        };
        StaticHeader: {
            name: string;
            value: string;
        };
        OAuthSettings: {
            clientId?: string;
            clientSecret?: string;
            /** @enum {string} */
            clientAuthMethod?: "client_secret_basic" | "client_secret_post" | "none";
            scopes?: string[];
            /** Format: uri */
            issuer?: string;
        };
        TestIntegrationBody: {
            /** Format: uuid */
            integrationId?: string;
            /** Format: uri */
            serverUrl: string;
            /** @enum {string} */
            transport?: "auto" | "streamable-http" | "sse";
            timeoutSeconds?: number;
            /** @enum {string} */
            auth?: "none" | "headers" | "oauth2" | "client-credentials";
            headers?: components["schemas"]["StaticHeader"][];
            oauth?: components["schemas"]["OAuthSettings"];
        };
        IntegrationTestResult: {
            succeeded: boolean;
            durationMs: number;
            errorCode: string | null;
            message: string | null;
            authorizationServer: string | null;
            wireTransport: ("streamable-http" | "sse") | null;
            era: ("legacy" | "modern") | null;
            protocolVersion: string | null;
            toolCount: number;
            toolNames: string[];
            warnings: components["schemas"]["DiscoveryWarning"][];
        };
        DiscoveryAttemptPage: {
            items: components["schemas"]["DiscoveryAttempt"][];
            nextCursor: string | null;
        };
        DefinitionDifference: {
            pointer: string;
            /** @enum {string} */
            operation: "added" | "removed" | "changed";
            before: string | null;
            after: string | null;
        };
        ToolChange: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            integrationId: string;
            /** Format: date-time */
            at: string;
            snapshotRevision: number;
            connectionMoved: boolean;
            beforeHash: string | null;
            afterHash: string | null;
            differences: components["schemas"]["DefinitionDifference"][];
            truncated: boolean;
            name: string;
            kinds: ("added" | "removed" | "reappeared" | "title_changed" | "description_changed" | "input_schema_changed" | "output_schema_changed" | "annotations_changed" | "name_flagged")[];
            warnings: ("read_only_became_writing" | "became_destructive" | "confusable" | "not_ascii" | "invisible")[];
        };
        ToolChangePage: {
            items: components["schemas"]["ToolChange"][];
            nextCursor: string | null;
        };
        IntegrationPage: {
            items: components["schemas"]["IntegrationView"][];
            nextCursor: string | null;
        };
        RegisterIntegrationBody: {
            displayName: string;
            slug?: string;
            description?: string;
            /** Format: uri */
            serverUrl: string;
            /** @enum {string} */
            transport?: "auto" | "streamable-http" | "sse";
            timeoutSeconds?: number;
            /** @enum {string} */
            posture?: "open" | "ask" | "off" | "by-annotation";
            /** @enum {string} */
            auth?: "none" | "headers" | "oauth2" | "client-credentials";
            headers?: components["schemas"]["StaticHeader"][];
            oauth?: components["schemas"]["OAuthSettings"];
        };
        UpdateIntegrationBody: {
            displayName?: string;
            description?: string;
            /** Format: uri */
            serverUrl?: string;
            /** @enum {string} */
            transport?: "auto" | "streamable-http" | "sse";
            timeoutSeconds?: number;
            /** @enum {string} */
            auth?: "none" | "headers" | "oauth2" | "client-credentials";
            headers?: components["schemas"]["StaticHeader"][];
            oauth?: components["schemas"]["OAuthSettings"];
        };
        ToolReview: {
            toolName: string;
            /** @enum {string} */
            review: "none" | "new" | "changed";
            definitionHash: string | null;
            acknowledgedHash: string | null;
            differences: components["schemas"]["DefinitionDifference"][];
            truncated: boolean;
        };
        PruneToolsBody: {
            names?: string[];
        };
        PrunedTools: {
            pruned: number;
            revision: number;
        };
        ApprovalSettings: {
            expiresInSeconds?: number;
            allowSelfApproval?: boolean;
            approverGroup?: string;
        };
        ToolView: {
            name: string;
            policyKey: string;
            exposedName: string;
            title: string | null;
            description: string | null;
            inputSchema: components["schemas"]["JsonObject"] | null;
            outputSchema: components["schemas"]["JsonObject"] | null;
            annotations: components["schemas"]["JsonObject"] | null;
            definitionHash: string | null;
            acknowledgedHash: string | null;
            flags: string[];
            enabled: boolean;
            requiresApproval: boolean;
            /** @enum {string} */
            status: "available" | "missing";
            /** @enum {string} */
            review: "none" | "new" | "changed";
            idempotent: boolean;
            approval: components["schemas"]["ApprovalSettings"];
            /** @enum {string} */
            verdict: "allow" | "ask" | "deny";
            verdictReason: string;
            problem: string | null;
        };
        ToolPage: {
            /** Format: uuid */
            integrationId: string;
            snapshotRevision: number;
            revision: number;
            items: components["schemas"]["ToolView"][];
            nextCursor: string | null;
        };
        ToolPolicyUpdate: {
            name: string;
            enabled?: boolean;
            requiresApproval?: boolean;
            approval?: components["schemas"]["ApprovalSettings"];
            idempotent?: boolean;
            acknowledge?: string;
        };
        UpdateToolsBody: {
            tools: components["schemas"]["ToolPolicyUpdate"][];
            minSnapshotRevision?: number;
        };
        IntegrationPolicyView: {
            /** Format: uuid */
            integrationId: string;
            /** @enum {string} */
            posture: "open" | "ask" | "off" | "by-annotation";
            trusted: boolean;
            resources: boolean;
            prompts: boolean;
            revision: number;
        };
        UpdateIntegrationPolicyBody: {
            /** @enum {string} */
            posture?: "open" | "ask" | "off" | "by-annotation";
            trusted?: boolean;
            resources?: boolean;
            prompts?: boolean;
        };
        ApprovalTool: {
            title: string | null;
            description: string | null;
            annotations: components["schemas"]["JsonObject"] | null;
        };
        ApprovalCardView: {
            argumentsStart?: string | null;
            argumentsBytes?: number | null;
            clientGoneAt?: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            workspaceId: string;
            /** Format: uuid */
            callId: string;
            /** @enum {string} */
            state: "pending" | "approved" | "denied" | "expired" | "invalidated" | "cancelled";
            /** Format: uuid */
            integrationId: string;
            integrationSlug: string;
            toolName: string;
            exposedName: string;
            principal: components["schemas"]["Actor"];
            runId: string | null;
            askReason: string;
            definitionHash: string;
            argumentsHash: string;
            bindingHash: string;
            /** Format: date-time */
            requestedAt: string;
            /** Format: date-time */
            expiresAt: string;
            decidedAt: string | null;
            decidedBy: components["schemas"]["Actor"] | null;
            reason: string | null;
            reasonCode?: string;
            /** @enum {string} */
            decidedVia?: "api" | "web" | "cli";
            approverGroup?: string;
            obstacle?: string;
            refusal?: string;
            argumentsEdited?: boolean;
            selfApproved: boolean;
            tool?: components["schemas"]["ApprovalTool"];
            /** Format: date-time */
            withdrawnAt?: string;
        };
        ApprovalCardPage: {
            items: components["schemas"]["ApprovalCardView"][];
            nextCursor: string | null;
        };
        ArgumentsEdit: {
            original: string;
            edited: string;
            differences: components["schemas"]["DefinitionDifference"][];
            truncated: boolean;
        };
        ApprovalToolDetails: {
            inputSchema: components["schemas"]["JsonObject"] | null;
            acknowledgedHash: string | null;
            differences: components["schemas"]["DefinitionDifference"][];
            truncated: boolean;
            hasMoved: boolean;
            title: string | null;
            description: string | null;
            annotations: components["schemas"]["JsonObject"] | null;
        };
        ApprovalDetailsView: {
            arguments: string;
            clientGoneAt: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            workspaceId: string;
            /** Format: uuid */
            callId: string;
            /** @enum {string} */
            state: "pending" | "approved" | "denied" | "expired" | "invalidated" | "cancelled";
            /** Format: uuid */
            integrationId: string;
            integrationSlug: string;
            toolName: string;
            exposedName: string;
            principal: components["schemas"]["Actor"];
            runId: string | null;
            askReason: string;
            definitionHash: string;
            argumentsHash: string;
            bindingHash: string;
            /** Format: date-time */
            requestedAt: string;
            /** Format: date-time */
            expiresAt: string;
            decidedAt: string | null;
            decidedBy: components["schemas"]["Actor"] | null;
            reason: string | null;
            reasonCode?: string;
            /** @enum {string} */
            decidedVia?: "api" | "web" | "cli";
            approverGroup?: string;
            obstacle?: string;
            refusal?: string;
            argumentsEdited?: boolean;
            selfApproved: boolean;
            tool?: components["schemas"]["ApprovalTool"];
            /** Format: date-time */
            withdrawnAt?: string;
            edit?: components["schemas"]["ArgumentsEdit"];
            toolDetails?: components["schemas"]["ApprovalToolDetails"];
        };
        WorkspaceApprovalSettings: {
            allowSelfApproval: boolean;
            revision: number;
        };
        UpdateApprovalSettingsBody: {
            allowSelfApproval?: boolean;
        };
        DecisionBody: {
            arguments?: components["schemas"]["JsonObject"];
            /** @enum {string} */
            decision: "approve" | "deny";
            reason?: string;
        };
        ApprovalView: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            workspaceId: string;
            /** Format: uuid */
            callId: string;
            /** @enum {string} */
            state: "pending" | "approved" | "denied" | "expired" | "invalidated" | "cancelled";
            /** Format: uuid */
            integrationId: string;
            integrationSlug: string;
            toolName: string;
            exposedName: string;
            principal: components["schemas"]["Actor"];
            runId: string | null;
            askReason: string;
            definitionHash: string;
            argumentsHash: string;
            bindingHash: string;
            /** Format: date-time */
            requestedAt: string;
            /** Format: date-time */
            expiresAt: string;
            decidedAt: string | null;
            decidedBy: components["schemas"]["Actor"] | null;
            reason: string | null;
            reasonCode?: string;
            /** @enum {string} */
            decidedVia?: "api" | "web" | "cli";
            approverGroup?: string;
            obstacle?: string;
            refusal?: string;
            argumentsEdited?: boolean;
            selfApproved: boolean;
            tool?: components["schemas"]["ApprovalTool"];
            /** Format: date-time */
            withdrawnAt?: string;
        };
        OneDecision: {
            /** Format: uuid */
            approvalId: string;
            /** @enum {string} */
            decision: "approve" | "deny";
            reason?: string;
        };
        DecisionsBody: {
            decisions: components["schemas"]["OneDecision"][];
        };
        DecisionProblem: {
            code: string;
            message: string;
            details?: components["schemas"]["JsonObject"];
        };
        DecisionResult: {
            /** Format: uuid */
            approvalId: string;
            approval: components["schemas"]["ApprovalView"] | null;
            problem: components["schemas"]["DecisionProblem"] | null;
        };
        DecisionResults: {
            items: components["schemas"]["DecisionResult"][];
        };
        CallView: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            workspaceId: string;
            /** @enum {string} */
            state: "requested" | "denied" | "pending_approval" | "approved" | "expired" | "cancelled" | "invalidated" | "dispatching" | "succeeded" | "failed" | "unknown" | "resolved_succeeded" | "resolved_failed" | "retried";
            /** @enum {string} */
            verdict: "allow" | "ask" | "deny";
            verdictReason: string;
            integrationId: string | null;
            integrationSlug: string | null;
            toolName: string | null;
            exposedName: string;
            principal: components["schemas"]["Actor"];
            runId: string | null;
            /** Format: uuid */
            agentId?: string;
            toolCallId: string | null;
            approvalId: string | null;
            argumentsHash: string | null;
            /** Format: uuid */
            retryOf?: string;
            /** Format: date-time */
            clientGoneAt?: string;
            cancelRequested?: boolean;
            fence: number;
            /** Format: date-time */
            createdAt: string;
            sentAt: string | null;
            settledAt: string | null;
            expiresAt: string | null;
            isError: boolean | null;
            resultBytes: number | null;
            outcomeReason: string | null;
        };
        CallPage: {
            items: components["schemas"]["CallView"][];
            nextCursor: string | null;
        };
        ApprovalDetails: {
            edit?: components["schemas"]["ArgumentsEdit"];
            toolDetails?: components["schemas"]["ApprovalToolDetails"];
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            workspaceId: string;
            /** Format: uuid */
            callId: string;
            /** @enum {string} */
            state: "pending" | "approved" | "denied" | "expired" | "invalidated" | "cancelled";
            /** Format: uuid */
            integrationId: string;
            integrationSlug: string;
            toolName: string;
            exposedName: string;
            principal: components["schemas"]["Actor"];
            runId: string | null;
            askReason: string;
            definitionHash: string;
            argumentsHash: string;
            bindingHash: string;
            /** Format: date-time */
            requestedAt: string;
            /** Format: date-time */
            expiresAt: string;
            decidedAt: string | null;
            decidedBy: components["schemas"]["Actor"] | null;
            reason: string | null;
            reasonCode?: string;
            /** @enum {string} */
            decidedVia?: "api" | "web" | "cli";
            approverGroup?: string;
            obstacle?: string;
            refusal?: string;
            argumentsEdited?: boolean;
            selfApproved: boolean;
            tool?: components["schemas"]["ApprovalTool"];
            /** Format: date-time */
            withdrawnAt?: string;
        };
        CallStep: {
            at: string | null;
            /** @enum {string} */
            from: "requested" | "denied" | "pending_approval" | "approved" | "expired" | "cancelled" | "invalidated" | "dispatching" | "succeeded" | "failed" | "unknown" | "resolved_succeeded" | "resolved_failed" | "retried";
            /** @enum {string} */
            to: "requested" | "denied" | "pending_approval" | "approved" | "expired" | "cancelled" | "invalidated" | "dispatching" | "succeeded" | "failed" | "unknown" | "resolved_succeeded" | "resolved_failed" | "retried";
            fence: number;
            actor: string;
            reason: string;
        };
        LateOutcome: {
            /** Format: date-time */
            at: string;
            fence: number;
            /** @enum {string} */
            state: "requested" | "denied" | "pending_approval" | "approved" | "expired" | "cancelled" | "invalidated" | "dispatching" | "succeeded" | "failed" | "unknown" | "resolved_succeeded" | "resolved_failed" | "retried";
            reason: string | null;
            resultBytes: number;
            resultStart: string;
        };
        CallStory: {
            steps: components["schemas"]["CallStep"][];
            lateOutcomes: components["schemas"]["LateOutcome"][];
            retriedAs: string | null;
            attempts: number;
            isRepeat: boolean;
        };
        CallRule: {
            code: string;
            /** @enum {string} */
            strictness: "allow" | "ask" | "deny";
            review: string | null;
            definitionHash: string | null;
            connectionRevision: number | null;
        };
        CallDetailsView: {
            result: string | null;
            isResultCut: boolean;
            approval: components["schemas"]["ApprovalDetails"] | null;
            story: components["schemas"]["CallStory"];
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            workspaceId: string;
            /** @enum {string} */
            state: "requested" | "denied" | "pending_approval" | "approved" | "expired" | "cancelled" | "invalidated" | "dispatching" | "succeeded" | "failed" | "unknown" | "resolved_succeeded" | "resolved_failed" | "retried";
            /** @enum {string} */
            verdict: "allow" | "ask" | "deny";
            verdictReason: string;
            integrationId: string | null;
            integrationSlug: string | null;
            toolName: string | null;
            exposedName: string;
            principal: components["schemas"]["Actor"];
            runId: string | null;
            /** Format: uuid */
            agentId?: string;
            toolCallId: string | null;
            approvalId: string | null;
            argumentsHash: string | null;
            /** Format: uuid */
            retryOf?: string;
            /** Format: date-time */
            clientGoneAt?: string;
            cancelRequested?: boolean;
            fence: number;
            /** Format: date-time */
            createdAt: string;
            sentAt: string | null;
            settledAt: string | null;
            expiresAt: string | null;
            isError: boolean | null;
            resultBytes: number | null;
            outcomeReason: string | null;
            arguments: string;
            editedArguments?: string;
            editSummary?: string;
            rule?: components["schemas"]["CallRule"];
            traceId?: string;
        };
        ResolutionBody: {
            /** @enum {string} */
            outcome: "succeeded" | "failed" | "retry";
            note: string;
        };
        CallVerdictCounts: {
            allow: number;
            ask: number;
            deny: number;
        };
        CallOutcomeCounts: {
            succeeded: number;
            failed: number;
            refused: number;
            unknown: number;
            open: number;
        };
        CallBucket: {
            /** Format: date-time */
            at: string;
            calls: number;
            verdicts: components["schemas"]["CallVerdictCounts"];
            outcomes: components["schemas"]["CallOutcomeCounts"];
        };
        CallStatistics: {
            buckets: components["schemas"]["CallBucket"][];
        };
        UpstreamTimes: {
            /** Format: uuid */
            integrationId: string;
            integrationSlug: string;
            calls: number;
            failed: number;
            p50Ms: number;
            p95Ms: number;
        };
        ToolUse: {
            /** Format: uuid */
            integrationId: string;
            integrationSlug: string;
            toolName: string;
            exposedName: string;
            calls: number;
            failed: number;
            refused: number;
            p50Ms: number | null;
            p95Ms: number | null;
        };
        ToolStatistics: {
            upstreams: components["schemas"]["UpstreamTimes"][];
            tools: components["schemas"]["ToolUse"][];
            isSampled: boolean;
        };
        ApprovalStateCounts: {
            pending: number;
            approved: number;
            denied: number;
            expired: number;
            invalidated: number;
            cancelled: number;
        };
        ApprovalStatistics: {
            requested: number;
            states: components["schemas"]["ApprovalStateCounts"];
            medianSeconds: number | null;
            p95Seconds: number | null;
            pendingNow: number;
        };
        ModelParameters: {
            temperature?: number;
            topP?: number;
            maxOutputTokens?: number;
            stopSequences?: string[];
            seed?: number;
        };
        AgentToolScope: {
            integration: string;
            toolNames?: string[];
            /** @enum {string} */
            strictness?: "allow" | "ask";
        };
        AgentView: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            workspaceId: string;
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt?: string;
            archivedAt?: string | null;
            name: string;
            instructions: string;
            /** @enum {string} */
            provider: "scripted" | "anthropic" | "openai" | "openai-compatible";
            model: string;
            parameters?: components["schemas"]["ModelParameters"];
            integrations: string[] | null;
            tools?: components["schemas"]["AgentToolScope"][] | null;
            /** @enum {string} */
            strictness?: "allow" | "ask";
            turnsMax: number;
            tokensMax?: number | null;
            wallSecondsMax?: number | null;
            parallelCallsMax?: number;
        };
        AgentPage: {
            items: components["schemas"]["AgentView"][];
            nextCursor: string | null;
        };
        CreateAgentBody: {
            name: string;
            instructions: string;
            /** @enum {string} */
            provider?: "scripted" | "anthropic" | "openai" | "openai-compatible";
            model?: string;
            parameters?: components["schemas"]["ModelParameters"];
            integrations?: string[];
            tools?: components["schemas"]["AgentToolScope"][];
            /** @enum {string} */
            strictness?: "allow" | "ask";
            turnsMax?: number;
            tokensMax?: number;
            wallSecondsMax?: number;
            parallelCallsMax?: number;
        };
        UpdateAgentBody: {
            name?: string;
            instructions?: string;
            clear?: ("provider" | "model" | "parameters" | "tools" | "strictness" | "turnsMax" | "tokensMax" | "wallSecondsMax" | "parallelCallsMax")[];
            /** @enum {string} */
            provider?: "scripted" | "anthropic" | "openai" | "openai-compatible";
            model?: string;
            parameters?: components["schemas"]["ModelParameters"];
            integrations?: string[];
            tools?: components["schemas"]["AgentToolScope"][];
            /** @enum {string} */
            strictness?: "allow" | "ask";
            turnsMax?: number;
            tokensMax?: number;
            wallSecondsMax?: number;
            parallelCallsMax?: number;
        };
        AgentVersionView: {
            /** Format: uuid */
            agentId: string;
            version: number;
            /** Format: date-time */
            createdAt: string;
            createdBy: components["schemas"]["Actor"] | null;
            name: string;
            instructions: string;
            /** @enum {string} */
            provider: "scripted" | "anthropic" | "openai" | "openai-compatible";
            model: string;
            parameters?: components["schemas"]["ModelParameters"];
            integrations: string[] | null;
            tools?: components["schemas"]["AgentToolScope"][] | null;
            /** @enum {string} */
            strictness?: "allow" | "ask";
            turnsMax: number;
            tokensMax?: number | null;
            wallSecondsMax?: number | null;
            parallelCallsMax?: number;
        };
        AgentVersionPage: {
            items: components["schemas"]["AgentVersionView"][];
            nextCursor: string | null;
        };
        StartRunBody: {
            prompt: string;
        };
        RunCallView: {
            toolCallId: string;
            callId: string | null;
            exposedName: string;
            state: string;
            resultPreview?: string;
            isError?: boolean;
            /** Format: uuid */
            approvalId?: string;
            /** Format: date-time */
            waitingSince?: string;
            whatToDo?: string;
        };
        RunMessages: {
            count: number;
            unread: number;
        };
        RunUsage: {
            inputTokens: number;
            outputTokens: number;
            cachedInputTokens: number;
        };
        RunOrigin: {
            /** Format: uuid */
            runId: string;
            sequence: number;
        };
        RunView: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            workspaceId: string;
            /** Format: uuid */
            agentId: string;
            agentVersion: number;
            /** @enum {string} */
            status: "running" | "suspended" | "finished" | "failed" | "cancelled";
            prompt: string;
            turns: number;
            calls: components["schemas"]["RunCallView"][];
            answer: string | null;
            failure: string | null;
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            turnFlags?: ("first" | "continuation")[];
            messages?: components["schemas"]["RunMessages"];
            usage?: components["schemas"]["RunUsage"];
            costMicros?: number;
            forkedFrom?: components["schemas"]["RunOrigin"];
            cancelledBy?: components["schemas"]["Actor"];
            /** Format: date-time */
            deadlineAt?: string;
            parked?: string;
            startedBy?: components["schemas"]["Actor"];
        };
        RunPage: {
            items: components["schemas"]["RunView"][];
            nextCursor: string | null;
        };
        SendMessageBody: {
            /** Format: uuid */
            messageId?: string;
            text: string;
        };
        ForkRunBody: {
            afterTurn?: number;
            message: string;
        };
        RunEventView: {
            sequence: number;
            type: string;
            data: components["schemas"]["JsonObject"];
            /** Format: date-time */
            recordedAt: string;
        };
        RunEventPage: {
            items: components["schemas"]["RunEventView"][];
            nextCursor: string | null;
        };
        Entitlements: {
            agent_approvals: boolean;
        };
        WebhookView: {
            /** Format: uuid */
            id: string;
            name: string;
            url: string;
            events: ("approval.requested" | "approval.reminder" | "approval.decided" | "approval.expired")[];
            /** @enum {string} */
            format: "json" | "slack";
            enabled: boolean;
            version: number;
            lastDeliveredAt: string | null;
            deadCount: number;
            /** Format: date-time */
            createdAt: string;
        };
        WebhookList: {
            items: components["schemas"]["WebhookView"][];
        };
        CreateWebhookBody: {
            name: string;
            /** Format: uri */
            url: string;
            events: ("approval.requested" | "approval.reminder" | "approval.decided" | "approval.expired")[];
            /** @enum {string} */
            format?: "json" | "slack";
        };
        CreatedWebhook: {
            secret: string | null;
            /** Format: uuid */
            id: string;
            name: string;
            url: string;
            events: ("approval.requested" | "approval.reminder" | "approval.decided" | "approval.expired")[];
            /** @enum {string} */
            format: "json" | "slack";
            enabled: boolean;
            version: number;
            lastDeliveredAt: string | null;
            deadCount: number;
            /** Format: date-time */
            createdAt: string;
        };
        UpdateWebhookBody: {
            name?: string;
            /** Format: uri */
            url?: string;
            events?: ("approval.requested" | "approval.reminder" | "approval.decided" | "approval.expired")[];
            /** @enum {string} */
            format?: "json" | "slack";
            enabled?: boolean;
            rotateSecret?: boolean;
        };
        DeliveryView: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            event: "approval.requested" | "approval.reminder" | "approval.decided" | "approval.expired";
            /** Format: uuid */
            approvalId: string;
            /** @enum {string} */
            state: "pending" | "delivered" | "dead";
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            nextAttemptAt: string | null;
            deliveredAt: string | null;
            lastError: string | null;
        };
        DeliveryPage: {
            items: components["schemas"]["DeliveryView"][];
            nextCursor: string | null;
        };
        ReplayBody: {
            /** Format: uuid */
            deliveryId?: string;
        };
        ReplayedDeliveries: {
            replayed: number;
        };
        JsonValue: JsonValue;
        JsonObject: {
            [key: string]: components["schemas"]["JsonValue"];
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            code: string;
            detail: string;
            instance: string;
            requestId?: string;
            errors?: {
                pointer: string;
                code: string;
                message: string;
            }[];
            details?: components["schemas"]["JsonObject"];
        };
    };
    responses: {
        /** @description What went wrong, as RFC 9457 problem details. `code` is stable; `errors` point at their places in the input. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    Health_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    Health_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthAnswer"];
                };
            };
            /** @description The same, of a failure. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthAnswer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    Health_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicKeySet"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    Audit_list: {
        parameters: {
            query?: {
                cursor?: string;
                integrationId?: string;
                approvalId?: string;
                tool?: string;
                way?: "api" | "web" | "cli";
                action?: string;
                actor?: string;
                from?: string;
                until?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Audit_export: {
        parameters: {
            query?: {
                format?: "jsonl" | "csv";
                cursor?: string;
                integrationId?: string;
                approvalId?: string;
                tool?: string;
                way?: "api" | "web" | "cli";
                action?: string;
                actor?: string;
                from?: string;
                until?: string;
            };
            header?: {
                "x-countersign-client"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                    "text/csv": string;
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    LiveFeed_list: {
        parameters: {
            query?: never;
            header?: {
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedPage"];
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    IntegrationOAuth_authorize: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorizationStartView"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    IntegrationOAuth_end: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationView"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Workspaces_get: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceView"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Members_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Members_get: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberView"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Members_remove: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Members_update: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeMemberBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Members_unlock: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Invitations_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Invitations_create: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInvitationBody"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedInvitationView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Invitations_revoke: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                invitationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    AcceptInvitation_look: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkSecretBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferedInvitationView"];
                };
            };
            400: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    AcceptInvitation_accept: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptInvitationBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedSessionView"];
                };
            };
            400: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    AuthMethods_methods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthMethodsView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    AuthMethods_accept: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkSecretBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OidcStartView"];
                };
            };
            400: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Sessions_me: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeView"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    OwnAccount_rename: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMeBody"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    OwnAccount_setPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordBody"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    OwnSessions_listSessions: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnSessionList"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    OwnSessions_endOthers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    OwnSessions_endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    PasswordResets_make: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordResetLinkView"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    PasswordResets_look: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkSecretBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordResetView"];
                };
            };
            400: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    PasswordResets_use: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetPasswordBody"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    ApproverGroups_list: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupList"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    ApproverGroups_create: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateGroupBody"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDetailsView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    ApproverGroups_get: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDetailsView"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    ApproverGroups_remove: {
        parameters: {
            query?: {
                force?: boolean;
            };
            header?: {
                "If-Match"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    ApproverGroups_update: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateGroupBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDetailsView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    GroupMembers_add: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                groupId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDetailsView"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    GroupMembers_remove: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                groupId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDetailsView"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Sessions_signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedSessionView"];
                };
            };
            400: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Sessions_signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Tokens_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Tokens_create: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTokenBody"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedTokenView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Tokens_revoke: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                tokenId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    CliLogins_confirm: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmCliLoginBody"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CliLoginCodeView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    CliLogins_exchange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExchangeCliLoginBody"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CliLoginView"];
                };
            };
            400: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    CliLogins_revokeOwn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Circuits_list: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamHealthList"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Circuits_get: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CircuitView"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    IntegrationCards_toolCounts: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolCountsPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    IntegrationCards_recentChecks: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecentChecksPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    IntegrationChecks_test: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestIntegrationBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationTestResult"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    IntegrationChecks_checks: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscoveryAttemptPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    IntegrationChecks_toolChanges: {
        parameters: {
            query?: {
                toolName?: string;
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolChangePage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Integrations_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Integrations_register: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterIntegrationBody"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Integrations_get: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationView"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Integrations_remove: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Integrations_update: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateIntegrationBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Integrations_verify: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationView"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    ToolReview_review: {
        parameters: {
            query: {
                name: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolReview"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    ToolReview_prune: {
        parameters: {
            query?: never;
            header?: {
                "x-countersign-client"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PruneToolsBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrunedTools"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Tools_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Tools_update: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "x-countersign-client"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateToolsBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Tools_getPolicy: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationPolicyView"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Tools_updatePolicy: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "x-countersign-client"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateIntegrationPolicyBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationPolicyView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Approvals_list: {
        parameters: {
            query?: {
                details?: boolean;
                mine?: boolean;
                state?: "pending" | "approved" | "denied" | "expired" | "invalidated" | "cancelled";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalCardPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Approvals_get: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                approvalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalDetailsView"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    ApprovalSettings_get: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceApprovalSettings"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    ApprovalSettings_update: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "x-countersign-client"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateApprovalSettingsBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceApprovalSettings"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Decisions_decide: {
        parameters: {
            query?: never;
            header?: {
                "x-countersign-client"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                approvalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Decisions_decideMany: {
        parameters: {
            query?: never;
            header?: {
                "x-countersign-client"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionsBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionResults"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Calls_list: {
        parameters: {
            query?: {
                state?: "requested" | "denied" | "pending_approval" | "approved" | "expired" | "cancelled" | "invalidated" | "dispatching" | "succeeded" | "failed" | "unknown" | "resolved_succeeded" | "resolved_failed" | "retried";
                verdict?: "allow" | "ask" | "deny";
                outcome?: "open" | "succeeded" | "failed" | "refused" | "unknown";
                integrationId?: string;
                toolName?: string;
                runId?: string;
                agentId?: string;
                principal?: string;
                name?: string;
                from?: string;
                until?: string;
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Calls_get: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallDetailsView"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Calls_resolve: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                callId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolutionBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Statistics_calls: {
        parameters: {
            query: {
                step: number;
                from: string;
                until: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallStatistics"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Statistics_tools: {
        parameters: {
            query: {
                limit?: number;
                from: string;
                until: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolStatistics"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Statistics_approvals: {
        parameters: {
            query: {
                from: string;
                until: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalStatistics"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Agents_list: {
        parameters: {
            query?: {
                archived?: boolean;
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Agents_create: {
        parameters: {
            query?: never;
            header?: {
                "x-countersign-client"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAgentBody"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Agents_get: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentView"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Agents_delete: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "x-countersign-client"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Agents_update: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "x-countersign-client"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                agentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateAgentBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    AgentVersions_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentVersionPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    AgentVersions_get: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                agentId: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentVersionView"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Runs_start: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                agentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartRunBody"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Runs_list: {
        parameters: {
            query?: {
                status?: "running" | "suspended" | "finished" | "failed" | "cancelled";
                agentId?: string;
                startedBy?: string;
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Runs_get: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Runs_cancel: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Runs_send: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessageBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Runs_fork: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForkRunBody"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    RunEvents_list: {
        parameters: {
            query?: {
                after?: number;
                cursor?: string;
                limit?: number;
            };
            header?: {
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunEventPage"];
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Entitlements_get: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entitlements"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Webhooks_list: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Webhooks_create: {
        parameters: {
            query?: never;
            header?: {
                "x-countersign-client"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhookBody"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWebhook"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Webhooks_get: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookView"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Webhooks_remove: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "x-countersign-client"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    Webhooks_update: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "x-countersign-client"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateWebhookBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWebhook"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    WebhookDeliveries_list: {
        parameters: {
            query?: {
                state?: "pending" | "delivered" | "dead";
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            /** @description As `If-None-Match` says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    WebhookDeliveries_replay: {
        parameters: {
            query?: never;
            header?: {
                "x-countersign-client"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id, or `default` for the only workspace of an installation. */
                workspaceId: string;
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayBody"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedDeliveries"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
}

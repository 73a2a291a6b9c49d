/** A request to the API that carried a live access token. */
export interface ApiCall {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  /** Sent as JSON; `undefined` for an empty body. */
  readonly body: unknown;
}

/** The API's reply: the account that was asked for, in the protocol of the client. */
export function replyOf({ method, url, body }: ApiCall): Reply {
  const { pathname, searchParams } = url;
  if (pathname === "/mcp") return mcpReply(method, body);
  if (pathname === "/graphql") {
    const { variables }: { variables: { id: string } } = JSON.parse(body);
    return ok({ data: { account: { __typename: "Account", ...variables } } });
  }
  if (pathname === "/trpc/account")
    return ok({ result: { data: JSON.parse(searchParams.get("input") ?? "") } });
  if (pathname === "/bank.v1.Accounts/GetAccount") return ok(JSON.parse(body));
  if (pathname === "/rest/v1/accounts") return ok({ id: searchParams.get("id") });
  return ok({ id: pathname.split("/").at(-1), object: "account" });
}

function ok(body: unknown): Reply {
  return { status: 200, body };
}

interface McpMessage {
  readonly id?: number;
  readonly method: string;
  readonly params?: { readonly protocolVersion?: string; readonly arguments?: unknown };
}

/** Streamable HTTP without a stream: a GET, which would open one, is not allowed. */
function mcpReply(method: string, body: string): Reply {
  if (method !== "POST") return { status: 405, body: undefined };
  const { id, method: asked, params }: McpMessage = JSON.parse(body);
  if (id === undefined) return { status: 202, body: undefined };
  const text = JSON.stringify(params?.arguments);
  const result =
    asked === "initialize"
      ? {
          protocolVersion: params?.protocolVersion,
          capabilities: { tools: {} },
          serverInfo: { name: "accounts", version: "1.0.0" },
        }
      : { content: [{ type: "text", text }] };
  return ok({ jsonrpc: "2.0", id, result });
}

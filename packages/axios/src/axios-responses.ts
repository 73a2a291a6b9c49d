import { drain, isSingleUseBody, type ResponseReader } from "@refresh-once/core/adapter";
import type { AxiosResponse } from "axios";

/** Reads the responses of axios adapters. */
export const axiosResponses: ResponseReader<AxiosResponse> = {
  challengeOf: ({ status, headers }) => (status === 401 ? challengeIn(headers) : undefined),
  /** The http adapter and browsers store it in different places. The URL of a mock can be relative. */
  urlOf({ request }) {
    const url = request?.res?.responseUrl ?? request?.responseURL;
    return URL.canParse(url) ? url : undefined;
  },
  /** axios has already read the body, unless `responseType` is `"stream"`. */
  discard({ data, request, config }) {
    if (!isSingleUseBody(data)) return;
    if ("getReader" in data) discardWebStream(data, config);
    else discardNodeStream(data, request);
  },
};

/** An adapter that is not part of axios may return a plain object as headers, or none. */
function challengeIn(headers: object | undefined): string {
  const [, challenge] =
    Object.entries(headers ?? {}).find(([name]) => /^www-authenticate$/i.test(name)) ?? [];
  return String(challenge ?? "");
}

function discardWebStream(body: ReadableStream, config: AxiosResponse["config"]): void {
  if (body.locked) return;
  const reader = body.getReader();
  const maxContentLength = config?.maxContentLength ?? -1;
  // Reading a body beyond this limit fails, and axios would leave the connection open.
  if (maxContentLength > -1) reader.cancel().catch(() => {});
  else drain({ next: () => reader.read(), cancel: () => reader.cancel() });
}

/** The parts of a Node.js stream that are used here. */
interface NodeStream extends AsyncIterable<unknown> {
  on?(event: "error", listener: () => void): void;
  destroy?(): void;
}

function discardNodeStream(body: NodeStream, request: { destroy?(): void } | undefined): void {
  const pieces = body[Symbol.asyncIterator]();
  // Without a listener, an error after the last chunk would end the process.
  body.on?.("error", () => {});
  drain({
    next: () => pieces.next(),
    cancel() {
      body.destroy?.();
      // A wrapper that axios puts around the body may keep the connection.
      request?.destroy?.();
    },
  });
}

import { drain, isSingleUseBody, type ResponseReader } from "@refresh-once/core/adapter";
import type { AxiosResponse } from "axios";

/** Reads what axios adapters give. */
export const axiosAnswers: ResponseReader<AxiosResponse> = {
  challengeOf: ({ status, headers }) => (status === 401 ? challengeIn(headers) : undefined),
  /** Node's and a browser's client have each a place of their own for it; a mock's can be relative. */
  urlOf({ request }) {
    const url = request?.res?.responseUrl ?? request?.responseURL;
    return URL.canParse(url) ? url : undefined;
  },
  /** axios has read the body already, unless `responseType` is `"stream"`. */
  discard({ data, request, config }) {
    if (!isSingleUseBody(data)) return;
    if ("getReader" in data) discardWebStream(data, config);
    else discardNodeStream(data, request);
  },
};

/** An adapter that is not axios's own may give a plain object, or none. */
function challengeIn(headers: object | undefined): string {
  const [, challenge] =
    Object.entries(headers ?? {}).find(([name]) => /^www-authenticate$/i.test(name)) ?? [];
  return String(challenge ?? "");
}

function discardWebStream(body: ReadableStream, config: AxiosResponse["config"]): void {
  if (body.locked) return;
  const reader = body.getReader();
  const maxContentLength = config?.maxContentLength ?? -1;
  // A body that is read beyond this limit fails, and axios leaves its connection open.
  if (maxContentLength > -1) reader.cancel().catch(() => {});
  else drain({ next: () => reader.read(), cancel: () => reader.cancel() });
}

/** A stream of Node.js, as far as it is used here. */
interface NodeStream extends AsyncIterable<unknown> {
  on?(event: "error", listener: () => void): void;
  destroy?(): void;
}

function discardNodeStream(body: NodeStream, request: { destroy?(): void } | undefined): void {
  const pieces = body[Symbol.asyncIterator]();
  // An error that comes after the last piece would otherwise end the process.
  body.on?.("error", () => {});
  drain({
    next: () => pieces.next(),
    cancel() {
      body.destroy?.();
      // What axios wraps about the body may hold on to its connection.
      request?.destroy?.();
    },
  });
}

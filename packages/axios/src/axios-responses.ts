import { discardBody, type ResponseReader } from "@refresh-once/core/adapter";
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
    const isLimited = (config?.maxContentLength ?? -1) > -1;
    discardBody(data, { isLimited, close: () => request?.destroy?.() });
  },
};

/** An adapter that is not part of axios may return a plain object as headers, or none. */
function challengeIn(headers: object | undefined): string {
  const [, challenge] =
    Object.entries(headers ?? {}).find(([name]) => /^www-authenticate$/i.test(name)) ?? [];
  return String(challenge ?? "");
}

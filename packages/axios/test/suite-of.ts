import { adapterSuite, type Client, type ClientOptions } from "@refresh-once/adapter-suite";
import axios, { type AxiosInstance, type AxiosResponse, isCancel } from "axios";
import { type AttachAuthOptions, attachAuth } from "../src/index.ts";

function clientOf(instance: AxiosInstance): Client {
  return async ({ body, json, ...config }) => {
    const response = await instance.request<string>({ ...config, data: body ?? json });
    return { status: response.status, text: response.data, response };
  };
}

function optionsOf({ isTokenRejected, ...options }: ClientOptions = {}): AttachAuthOptions {
  return isTokenRejected
    ? { ...options, isTokenRejected: ({ status }: AxiosResponse) => isTokenRejected(status) }
    : options;
}

/** Holds an axios adapter to `docs/semantics.md`. */
export function suiteOf(adapter: "http" | "fetch"): void {
  const instanceOf = (baseURL: string) =>
    axios.create({ baseURL, adapter, responseType: "text", validateStatus: () => true });
  adapterSuite({
    name: adapter === "http" ? "axios" : "axios (fetch)",
    bare: (origin) => clientOf(instanceOf(origin)),
    attach(origin, tokens, options) {
      const instance = instanceOf(origin);
      attachAuth(instance, tokens, optionsOf(options));
      return clientOf(instance);
    },
    isAbort: isCancel,
  });
}

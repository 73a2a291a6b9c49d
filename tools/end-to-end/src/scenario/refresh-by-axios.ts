import { Agent } from "node:https";
import type { RefreshFunction, TokenReply } from "@refresh-once/core";
import axios from "axios";

/** Options of {@link refreshByAxios}. */
export interface AxiosRefreshOptions {
  /** Of the token endpoint. */
  readonly url: string;
  /** Has the grant sent as a form, with these fields beside its own. Default: as JSON. */
  readonly form?: Readonly<Record<string, string>>;
  /** The certificate authority that is trusted, as PEM. */
  readonly ca?: string;
}

/** The refresh token grant as a user writes it over axios: without a look at what may go wrong. */
export function refreshByAxios({
  url,
  form,
  ca,
}: AxiosRefreshOptions): RefreshFunction<TokenReply> {
  const client = axios.create(ca === undefined ? {} : { httpsAgent: new Agent({ ca }) });
  return async (current, { signal }) => {
    const grant = { grant_type: "refresh_token", refresh_token: current?.refreshToken ?? "" };
    const body = form ? new URLSearchParams({ ...grant, ...form }) : grant;
    const { data } = await client.post<TokenReply>(url, body, { signal });
    return data;
  };
}

import { api, client } from "./api.ts";
import type { Accounts } from "./bank-api.ts";

export async function accountsByAxios(signal: AbortSignal): Promise<Accounts> {
  const { data } = await api.get<Accounts>("/accounts", { signal });
  return data;
}

export async function accountsByOpenapiFetch(signal: AbortSignal): Promise<Accounts> {
  const { data, response } = await client.GET("/accounts", { signal });
  // TanStack Query expects an exception, and openapi-fetch throws none for a status.
  if (!data) throw new Error(`The API has replied ${response.status}`);
  return data;
}

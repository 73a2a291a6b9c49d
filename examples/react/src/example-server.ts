import { useQuery } from "@tanstack/react-query";
import axios from "axios";
import type { ServerState } from "../server/server-state.ts";

/** Logs in. Your own app gets the tokens from your provider instead, such as by the code flow of OAuth. */
export async function requestLogin(): Promise<string> {
  const { data } = await axios.post<{ refreshToken: string }>("/example/log-in");
  return data.refreshToken;
}

/** Makes the server reject the access token from now on. No client can know it. */
export async function endAccessToken(): Promise<void> {
  await axios.post("/example/end-access-token");
}

/** Returns what the server has seen. */
export function useServerState(): ServerState | undefined {
  const { data } = useQuery({
    queryKey: ["server"],
    queryFn: async ({ signal }) =>
      (await axios.get<ServerState>("/example/state", { signal })).data,
    refetchInterval: 500,
    refetchIntervalInBackground: true,
  });
  return data;
}

import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { ClientName } from "../traffic/request-log.ts";
import { accountsBy, requestLog } from "../traffic/requests.ts";

interface TrafficPanelProps {
  readonly client: ClientName;
  /** Whether to send requests. */
  readonly isActive: boolean;
}

/** Sends a request each second by one client, and shows the results of all its requests. */
export function TrafficPanel({ client, isActive }: TrafficPanelProps) {
  useQuery({
    queryKey: ["accounts", client],
    queryFn: ({ signal }) => accountsBy(client, signal),
    enabled: isActive,
    refetchInterval: 1000,
    refetchIntervalInBackground: true,
  });
  const traffic = useSyncExternalStore(requestLog.subscribe, () => requestLog.of(client));
  const latest = traffic.recent.at(-1);
  return (
    <section>
      <h2>{client}, this tab</h2>
      <p className="tally">
        <b>{traffic.answered}</b> answered,{" "}
        <b className={traffic.failed ? "bad" : ""}>{traffic.failed}</b> failed
        <span className="latest">{latest && ` ${Math.round(latest.milliseconds)} ms`}</span>
      </p>
      <div className="dots">
        {traffic.recent.map(({ id, isAnswered, milliseconds }) => (
          <i
            key={id}
            className={isAnswered ? "" : "failed"}
            title={`${Math.round(milliseconds)} ms`}
          />
        ))}
      </div>
    </section>
  );
}

import { useServerState } from "./example-server.ts";
import { Actions } from "./panels/actions.tsx";
import { Counts } from "./panels/counts.tsx";
import { Header } from "./panels/header.tsx";
import { TokenRequests } from "./panels/token-requests.tsx";
import { TokenTimer } from "./panels/token-timer.tsx";
import { TrafficPanel } from "./panels/traffic-panel.tsx";
import { useSession } from "./session.ts";

export function App() {
  const session = useSession();
  const server = useServerState();
  return (
    <main>
      <Header session={session} />
      <TokenTimer session={session} lifetime={server?.accessTokenLifetime ?? 0} />
      <Counts server={server} />
      <div className="columns">
        <TrafficPanel client="axios" isActive={session.isLoggedIn} />
        <TrafficPanel client="openapi-fetch" isActive={session.isLoggedIn} />
      </div>
      <Actions isLoggedIn={session.isLoggedIn} />
      <TokenRequests requests={server?.tokenRequests ?? []} />
    </main>
  );
}

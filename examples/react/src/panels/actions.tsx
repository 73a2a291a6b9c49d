import { useMutation } from "@tanstack/react-query";
import { endAccessToken } from "../example-server.ts";
import { type BurstResult, sendAtOnce } from "../traffic/requests.ts";

/** The buttons of a logged-in user. */
export function Actions({ isLoggedIn }: { isLoggedIn: boolean }) {
  const burst = useMutation({ mutationFn: () => sendAtOnce(100) });
  const end = useMutation({ mutationFn: endAccessToken });
  return (
    <section className="actions">
      <button
        type="button"
        className="primary"
        onClick={() => burst.mutate()}
        disabled={!isLoggedIn || burst.isPending}
      >
        100 requests at once
      </button>
      <button type="button" onClick={() => end.mutate()} disabled={!isLoggedIn || end.isPending}>
        End the access token early
      </button>
      <output>{burst.data ? <Burst {...burst.data} /> : <Advice />}</output>
    </section>
  );
}

function Burst({ sent, answered }: BurstResult) {
  return (
    <b className={answered === sent ? "good" : "bad"}>
      {answered} of {sent} answered
    </b>
  );
}

function Advice() {
  return <span className="hint">Click it in both tabs: they wait for the same refresh.</span>;
}

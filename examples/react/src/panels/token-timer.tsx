import type { Session } from "../session.ts";
import { useNow } from "./use-now.ts";

interface TokenTimerProps {
  readonly session: Session;
  /** Of an access token, ms. */
  readonly lifetime: number;
}

/** Shows how long the access token of this tab is still valid. */
export function TokenTimer({ session, lifetime }: TokenTimerProps) {
  const now = useNow(100);
  const { expiresAt = now, isLoggedIn, isLoggedOut } = session;
  const left = isLoggedIn ? Math.max(0, expiresAt - now) : 0;
  return (
    <section className="timer">
      <h2>Access token</h2>
      <p className="big">
        {isLoggedIn ? (
          <>
            <span data-testid="countdown">{(left / 1000).toFixed(1)}</span>
            <small> s left</small>
          </>
        ) : (
          <small>{isLoggedOut ? "logged out" : "…"}</small>
        )}
      </p>
      <div className="bar">
        <div style={{ transform: `scaleX(${lifetime ? Math.min(1, left / lifetime) : 0})` }} />
      </div>
      <p className="hint">In its last quarter, the next request of any tab refreshes it for all.</p>
    </section>
  );
}

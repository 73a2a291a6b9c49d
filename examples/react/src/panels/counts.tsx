import type { ServerState } from "../../server/server-state.ts";

/** Shows what the server has counted, over all tabs. */
export function Counts({ server }: { server: ServerState | undefined }) {
  const { refreshes = 0, usesOfOneToken = 0, reuses = 0, answered = 0 } = server ?? {};
  return (
    <dl className="counts">
      <Count name="refreshes" value={refreshes} />
      <Count name="uses of each refresh token" value={usesOfOneToken} isGood={usesOfOneToken < 2} />
      <Count name="refresh tokens reused" value={reuses} isGood={reuses === 0} />
      <Count name="requests answered" value={answered} />
    </dl>
  );
}

interface CountProps {
  readonly name: string;
  readonly value: number;
  readonly isGood?: boolean;
}

function Count({ name, value, isGood }: CountProps) {
  const judged = isGood === undefined ? "" : isGood ? "good" : "bad";
  return (
    <div className={judged}>
      <dt>{name}</dt>
      <dd>{value.toLocaleString("en")}</dd>
    </div>
  );
}

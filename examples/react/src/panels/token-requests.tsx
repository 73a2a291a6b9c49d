import type { TokenRequest } from "../../server/server-state.ts";

/** Lists the newest requests to the token endpoint, of all tabs. */
export function TokenRequests({ requests }: { requests: readonly TokenRequest[] }) {
  return (
    <section>
      <h2>Requests to the token endpoint, all tabs</h2>
      <table>
        <tbody>
          {requests.map(({ number, at, sinceLast, by }) => (
            <tr key={number}>
              <td className="number">{number}</td>
              <td>{new Date(at).toLocaleTimeString("en-GB")}</td>
              <td>
                <span className={by === "page" ? "by page" : "by"}>{by}</span>
              </td>
              <td className="number">
                {sinceLast !== undefined && `${(sinceLast / 1000).toFixed(1)} s after the last one`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {requests.length === 0 && <p className="hint">None yet.</p>}
    </section>
  );
}

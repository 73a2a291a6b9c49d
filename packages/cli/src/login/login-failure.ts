import { CommandError, messageOf } from "../program/command-error.ts";

/**
 * What a person reads of a failed login. Of a reply only the error code is quoted, because nothing else of it is
 * known to hold no secret.
 */
export function asLoginFailure(thrown: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (thrown instanceof CommandError) return thrown;
  const error: unknown = thrown instanceof Error ? Reflect.get(thrown, "error") : undefined;
  const reason = typeof error === "string" ? `the provider answered "${error}"` : reasonOf(thrown);
  return new CommandError(
    `The login has failed: ${reason}. Nothing was stored.${adviceFor(error)}`,
    undefined,
    thrown,
  );
}

/** openid-client says why in the cause. The message of a SyntaxError would quote the reply. */
function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  const says = cause instanceof Error && !(cause instanceof SyntaxError);
  return messageOf(says ? cause : thrown);
}

function adviceFor(error: unknown): string {
  const advice: Readonly<Record<string, string>> = {
    access_denied: " The consent was refused.",
    expired_token: " The code has expired. Log in again.",
    invalid_client: " Check the client id and the secret.",
    invalid_scope: " Check the scopes.",
    unauthorized_client: " The client must be registered for this flow.",
  };
  return (typeof error === "string" && advice[error]) || "";
}

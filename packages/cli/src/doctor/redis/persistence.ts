import { type Finding, findingsOf } from "../finding.ts";
import type { RedisServer } from "./redis-server.ts";

const finding = findingsOf("redis-persistence");

/**
 * Whether what Redis has confirmed is on its disk.
 *
 * @see {@link https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/ Redis persistence}
 */
export async function checkPersistence(server: RedisServer): Promise<Finding[]> {
  const appendonly = await server.setting("appendonly");
  const appendfsync = await server.setting("appendfsync");
  if (appendonly === undefined) {
    return [
      finding.not_checked(
        "How Redis writes to disk could not be checked, because CONFIG is forbidden. Ask your service whether a crash can lose confirmed writes.",
      ),
    ];
  }
  if (appendonly !== "yes") return [withoutLog(await server.setting("save"))];
  if (appendfsync === "always") {
    return [finding.ok("Redis syncs each write to disk before it confirms it.")];
  }
  const lost = appendfsync === "everysec" ? "a second" : "some seconds";
  return [
    finding.warning(
      `appendfsync is ${appendfsync}: if the machine of Redis fails, up to ${lost} of refreshes is lost, and with it a login. Set appendfsync always.`,
    ),
  ];
}

function withoutLog(save: string | undefined): Finding {
  if (save === "") {
    return finding.problem(
      "Redis writes nothing to disk (appendonly no, no save): a restart loses all logins. Set appendonly yes and appendfsync always.",
    );
  }
  return finding.warning(
    "appendonly is no: a crash of Redis loses all refreshes since its last snapshot, and with them logins. Set appendonly yes and appendfsync always.",
  );
}

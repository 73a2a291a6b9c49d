import { spawn } from "node:child_process";

/** Opens a page in the browser of this machine. If there is none, the person uses the printed address. */
export function openBrowser(url: URL): void {
  const [command, ...leading] = opener();
  if (command === undefined) return;
  const child = spawn(command, [...leading, url.href], { detached: true, stdio: "ignore" });
  child.on("error", () => {});
  child.unref();
}

/** The command that opens an address, with no shell in between. */
function opener(): readonly string[] {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === "darwin") return ["open"];
  if (process.platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  return DISPLAY || WAYLAND_DISPLAY ? ["xdg-open"] : [];
}
